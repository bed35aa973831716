#!/bin/sh
# Trains the reader's network from data to weight file. See README.md.
set -e
cd "$(dirname "$0")"
python silver_ner.py
python teacher.py
python label.py
python train.py
W=$(python -c 'import data; print(data.WORK)')
python train.py --init "$W/student.pt" --out "$W/student2.pt" --minutes 9 --lr 1.6e-3 --drop .3 --nw 1.5 --tok 2500 --sw .5
python train.py --init "$W/student2.pt" --out "$W/student3.pt" --minutes 22 --lr 1.2e-3 --drop .3 --nw 1.5 --tok 2500 --sw .5
python train.py --init "$W/student3.pt" --out "$W/student.pt" --minutes 15 --lr 8e-4 --drop .3 --nw 1.8 --tok 2500 --sw .5 --made-up .15 --seed 6
python export.py
