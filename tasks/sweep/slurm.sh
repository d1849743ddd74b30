#!/usr/bin/env bash
# A sweep on Slurm: for each stage an array of shards, and a job that merges them and submits the next stage. Run on a login
# node; --help explains how. The jobs run this script too, with `shard` or `merge` as its first word.
set -eo pipefail # without -u, for which an empty list is unset before bash 4.4

usage() {
  cat << 'HELP'
Usage: tasks/sweep/slurm.sh SWEEP.json [options] [-- options of sbatch]

Submits an array of shards, and a job that merges them when all have ended. If the method has more
stages, the merge submits the next one, so nothing waits on the login node. A shard whose node dies
or whose time is over goes back into the queue and goes on. Run again, it trains what is missing.

  --shards N        how many jobs share a stage                     [default: 16]
  --out FOLDER      the sweep's folder; FOLDER-shards is beside it  [default: data/sweeps/SWEEP]
  --data FOLDER     where the data sets are                         [default: data]
  --set KEY=VALUE   changes a key of the sweep; may be repeated
  --dry-run         prints the commands and submits nothing
  --help            shows this help

Paths start from the checkout. Compute nodes mostly have no network: run `deno task fetch` before.
HELP
}

fail() {
  echo "error: $1" >&2
  exit 2
}

has_value() {
  [ $# -gt 1 ] || fail "expected a value after $1"
}

sweep=(deno task --quiet sweep)

# Submits a job and prints its number; with --dry-run prints the command on stderr.
submit() {
  if [ "$dry_run" = yes ]; then
    { printf '%q ' sbatch "$@" && echo; } >&2
    echo JOB
  else
    sbatch --parsable "$@" | cut -d ';' -f 1
  fi
}

# Submits the next stage: its array, and its merge for when the array has ended, however it ended.
submit_stage() {
  local plan stage stages count array merge
  plan=$("${sweep[@]}" plan "$file" --shards "$shards" "${from[@]}" "${passed[@]}")
  read -r stage stages count < <(deno eval --no-config \
    'const { stage, stages, shards } = JSON.parse(Deno.args[0]); console.log(stage, stages, shards.length)' "$plan")
  if [ "$count" = 0 ]; then
    echo "Nothing is left to train: $out"
    return
  fi
  [ "$dry_run" = yes ] || mkdir -p "$parts/logs"
  local name log job
  name=$(basename "$out") log=$parts/logs/stage-$stage
  job=(--cpus-per-task=1 --requeue --open-mode=append "${sbatch_options[@]}" tasks/sweep/slurm.sh)
  array=$(submit --job-name="$name" --array="1-$count" --signal=B:TERM@60 --output="$log-shard-%a.log" "${job[@]}" \
    shard "$stage" "$count" "${words[@]}")
  merge=$(submit --job-name="$name" --dependency="afterany:$array" --output="$log-merge.log" "${job[@]}" \
    merge "$stage" "${words[@]}")
  echo "Stage $stage of $stages: $count shards in job $array, merged by job $merge; logs in $parts/logs"
}

# Trains the shard of this job of the array. After TERM it keeps what is whole, and goes back into the queue unless it was
# cancelled.
train_shard() {
  local shard=$SLURM_ARRAY_TASK_ID count=$2 child='' stopped=no code=0
  trap 'stopped=yes; kill -TERM $child || true' TERM
  "${sweep[@]}" "$file" --shard "$shard/$count" "${from[@]}" "${passed[@]}" --out "$parts/stage-$1-shard-$shard" \
    --processes "${SLURM_CPUS_PER_TASK:-1}" &
  child=$!
  wait "$child" || code=$?
  if [ "$stopped" = yes ]; then
    code=0
    wait "$child" || code=$?
    if [ "$code" != 0 ] && [ "$(squeue --noheader --jobs="$SLURM_JOB_ID" --format=%T)" = RUNNING ]; then
      scontrol requeue "$SLURM_JOB_ID"
    fi
  fi
  exit "$code"
}

# Merges the shards of a stage into the sweep's folder. Where runs are missing it fails, and submits nothing more.
merge_stage() {
  local begun=("$parts/stage-$1"-shard-*/definition.json)
  "${sweep[@]}" merge "${before[@]}" "${begun[@]%/definition.json}" --stage "$1" --out "$out"
  tasks/sweep/slurm.sh "${words[@]}"
}

action=(submit_stage)
case ${1:-} in
  shard) action=(train_shard "$2" "$3") && shift 3 ;;
  merge) action=(merge_stage "$2") && shift 2 ;;
  *) cd "$(dirname "$0")/../.." ;;
esac

file='' shards=16 out='' passed=() sbatch_options=() dry_run=no
while [ $# -gt 0 ]; do
  case $1 in
    --shards) has_value "$@" && shards=$2 && shift 2 ;;
    --out) has_value "$@" && out=$2 && shift 2 ;;
    --data | --set) has_value "$@" && passed+=("$1" "$2") && shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    --help) usage && exit ;;
    --) shift && sbatch_options=("$@") && break ;;
    -*) fail "there is no option $1; --help lists them" ;;
    *) [ -z "$file" ] || fail "expected one sweep, got $file and $1"
      file=$1 && shift ;;
  esac
done
[ -n "$file" ] || fail "expected a sweep's file; --help explains how"
out=${out:-data/sweeps/$(basename "$file" .json)}
parts=$out-shards
before=() from=() # what was merged before, if anything was
[ ! -e "$out/sweep.json" ] || { before=("$out") && from=(--from "$out"); }

words=("$file" --shards "$shards" --out "$out" "${passed[@]}" -- "${sbatch_options[@]}")

"${action[@]}"
