// A server over the included sample, for tests: the program is built and started
// on a port of its own with a ledger of its own.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = new URL('../..', import.meta.url).pathname

/** Builds the program (with what web/dist holds) once. */
export function build(folder) {
  const program = join(folder, 'entente')
  execFileSync('go', ['build', '-o', program, './cmd/entente'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' })
  return program
}

export async function start(program, folder, ...args) {
  const child = spawn(program, ['serve', '--port', '0', '--ledger', join(folder, 'ledger.db'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [address, said] = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (b) => {
      text += b
      const m = /workbench: (http:\S+)/.exec(text)
      if (m) resolve([m[1], text])
    })
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  return {
    address,
    said,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null) return
      const gone = new Promise((r) => child.on('exit', r))
      child.kill(signal)
      await gone
    },
  }
}

export function workplace() {
  const folder = mkdtempSync(join(tmpdir(), 'entente-ui-'))
  const program = build(folder)
  execFileSync(program, ['demo', '--quiet', '--ledger', join(folder, 'ledger.db')], { stdio: 'ignore' })
  return { folder, program, clear: () => rmSync(folder, { recursive: true, force: true }) }
}
