#!/usr/bin/env bash
# How the runs of a version were made: `bash tests/old_runs/make.sh VERSION`, in a checkout of that version.
# They lie in tests/old_runs/VERSION as that version wrote them, and are never made again.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
data=tests/old_runs/$version/data
out=data/old_runs
mkdir -p "$data"
deno run --allow-read --allow-write tests/old_runs/make_data.ts "$data"

train() { deno task -q train --runs $out/runs --no-report "$@"; }
digits=(--set 'sizes=[784,6,10]' --set trainingSize=500 --set 'evaluate=["validation"]')
berries=(--csv $data/berries.csv --target taste --set 'hidden=[6]')
parcels=(--csv $data/parcels.csv --target price --set 'hidden=[6]')
train --name digits "${digits[@]}" --set epochs=3
train --name class "${berries[@]}" --folds 0 --set epochs=8
train --name quantity "${parcels[@]}" --folds 0 --set epochs=8
train --name labels --npz $data/labels.npz --set 'hidden=[6]' --set epochs=8
train --name plain --npz $data/lengths.npz --set 'hidden=[6]' --set dataset.standardize=false --set epochs=8
train --name pictures --images $data/figures --set 'dataset.size=[8,8]' --set 'hidden=[6]' --set epochs=4
train --name idx --idx $data/idx --set 'hidden=[6]' --set epochs=6
train --name npz --npz $data/halves.npz --set 'hidden=[6]' --set epochs=6
deno task -q report $out/runs/class

# Over folds, as a table is trained by default, and by the recipe that configs without the key `recipe` have.
train --name class_folds "${berries[@]}"
train --name quantity_folds "${parcels[@]}"
train --name recipe_1 --config tests/old_runs/recipe_1.json --csv $data/berries.csv
# A config without the keys that the options add: plain numbers and categories alone, and rows with missing values are left out.
train --name plain_rows --config tests/old_runs/recipe_1.json --set dataset.csv=$data/berries.csv

# Interrupted: the checkpoint of an optimizer with moments, averaged weights and a schedule.
long=(--set optimizer.name=adam --set learningRate=0.01 --set cost=crossEntropy --set 'averaging={"decay":0.9}'
  --set 'schedule={"name":"cosine"}' --set batchSize=1)
deno run -q --cached-only -P=train tasks/train.ts --runs $out/runs --no-report --name half "${digits[@]}" "${long[@]}" \
  --set epochs=200 &
until [ "$(cat $out/runs/half/metrics.jsonl 2> /dev/null | wc -l)" -ge 2 ]; do sleep 0.01; done
kill -INT $!
wait $! || true

# Half done: one of two shards, whose other runs are still to be trained.
for kind in random halving; do
  deno task -q sweep tests/old_runs/$kind.json --set config.dataset.csv=$data/berries.csv --shard 1/2 --out $out/$kind
done
cp -r $out/. "tests/old_runs/$version/"
deno run --allow-all tests/old_runs/write_expected.ts
