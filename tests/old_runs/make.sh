#!/usr/bin/env bash
# How the runs of an older version were made: `bash tests/old_runs/make.sh VERSION`, in a checkout of that version.
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
train --name digits "${digits[@]}" --set epochs=3
train --name class --csv $data/berries.csv --target taste --set 'hidden=[6]' --set epochs=8
train --name quantity --csv $data/parcels.csv --target price --set 'hidden=[6]' --set epochs=8
train --name labels --npz $data/labels.npz --set 'hidden=[6]' --set epochs=8
train --name saturated --npz $data/sure.npz --set 'hidden=[6]' --set 'optimizer={"name":"adam"}' --set learningRate=0.3 \
  --set epochs=60 --set batchSize=4 --set keep=last --set earlyStopping=null --set averaging=null
train --name pictures --images $data/figures --set 'dataset.size=[8,8]' --set 'hidden=[6]' --set epochs=4
train --name idx --idx $data/idx --set 'hidden=[6]' --set epochs=6
train --name npz --npz $data/halves.npz --set 'hidden=[6]' --set epochs=6
# The engine of the system's CBLAS, which no later version has.
[ "$version" != 0.1.0 ] || deno task -q train_blas --runs $out/runs --no-report --name blas "${digits[@]}" --set epochs=2
deno task -q report $out/runs/class

# Interrupted after its second epoch: the checkpoint of an optimizer with moments, averaged weights and a schedule.
long=(--set optimizer.name=adam --set learningRate=0.01 --set cost=crossEntropy --set 'averaging={"decay":0.9}'
  --set 'schedule={"name":"cosine"}' --set batchSize=1)
train --name half "${digits[@]}" "${long[@]}" --set epochs=200 &
until [ "$(cat $out/runs/half/metrics.jsonl 2> /dev/null | wc -l)" -ge 2 ]; do sleep 0.01; done
pkill -INT -f 'name half' || true
wait

for seed in 1 2 3; do
  train --name member-$seed --csv $data/berries.csv --target taste --set 'hidden=[4]' --set epochs=5 --set splitSeed=1 --seed $seed
done
deno task -q committee $out/runs/member-1 $out/runs/member-2 $out/runs/member-3 --out $out/committee

# Half done: one of two shards, whose other runs are still to be trained.
berries="config.dataset={\"csv\":\"$data/berries.csv\",\"target\":\"taste\"}"
for kind in random halving; do
  deno task -q sweep tests/old_runs/$kind.json --set "$berries" --shard 1/2 --out $out/$kind
done
deno task -q sweep tests/old_runs/sure.json --set "config.dataset={\"npz\":\"$data/sure_val.npz\"}" --shard 1/2 --out $out/sure
cp -r $out/. "tests/old_runs/$version/"
deno run --allow-all tests/old_runs/write_expected.ts
