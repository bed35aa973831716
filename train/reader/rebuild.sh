#!/bin/sh
# Trains the reader's network from data to weight file. See README.md.
set -e
cd "$(dirname "$0")"
python silver_ner.py
python teacher.py
python label.py
python train.py
python export.py
