/** A cluster of Slurm for tests: its real daemons on loopback, in a folder and on ports of their own. */

import { assert } from "@std/assert";
import { join } from "@std/path";
import { granted, outputOf, runCommand } from "../helpers/run_task.ts";

/** Whether Debian's `slurmctld`, `slurmd` and `slurm-client` are there, and may be started, which root may. */
export async function slurmFound(): Promise<boolean> {
  if (!granted("read", "write", "run", "env", "net", "sys")) return false;
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const { success } = await new Deno.Command("sh", {
    args: ["-c", "command -v slurmctld && command -v slurmd && command -v sbatch"],
    stdout: "null",
  }).output();
  return success;
}

/** A cluster that ends with the scope: `await using cluster = await Cluster.start(folder, ["n1", "n2"])`. */
export class Cluster implements AsyncDisposable {
  readonly #folder: string;
  readonly #environment: Record<string, string>;
  readonly #daemons: Deno.ChildProcess[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#environment = {
      SLURM_CONF: join(folder, "slurm.conf"),
      SLURM_SACK_KEY: join(folder, "slurm.key"),
      RUNTIME_DIRECTORY: folder, // in place of one below /run, which all clusters of a machine would share
    };
  }

  /**
   * Starts the controller and nodes of one processor each, and waits until these are idle.
   * @param folder where the cluster's files are to be
   */
  static async start(folder: string, nodes: readonly string[]): Promise<Cluster> {
    try {
      return await Cluster.#startOnce(folder, nodes);
    } catch { // others may have taken the ports that were free a moment before
      await Deno.remove(folder, { recursive: true });
      return await Cluster.#startOnce(folder, nodes);
    }
  }

  static async #startOnce(folder: string, nodes: readonly string[]): Promise<Cluster> {
    const cluster = new Cluster(folder);
    try {
      await cluster.#configure(nodes);
      cluster.#startDaemon("slurmctld", ["-D"], { cwd: folder });
      for (const node of nodes) cluster.startNode(node);
      await cluster.until(async () =>
        (await cluster.run("sinfo", "-hN", "-t", "idle")).split("\n").length > nodes.length
      );
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
    return cluster;
  }

  /** Writes the key and the settings: no service, no user and no control group of the system's is needed. */
  async #configure(nodes: readonly string[]): Promise<void> {
    const [controller, ...ports] = freePorts(nodes.length + 1);
    const host = Deno.hostname().split(".")[0];
    const settings = `
ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/slurm
AuthInfo=cred_expire=5
CredType=auth/slurm
StateSaveLocation=${this.#folder}/state
SlurmdSpoolDir=${this.#folder}/spool.%n
SlurmctldPidFile=${this.#folder}/slurmctld.pid
SlurmdPidFile=${this.#folder}/slurmd.%n.pid
SlurmctldLogFile=${this.#folder}/slurmctld.log
SlurmdLogFile=${this.#folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=2,requeue_delay=1
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdTimeout=10
KillWait=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmdParameters=config_overrides
${
      nodes.map((node, k) =>
        `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[k]} CPUs=1\n`
      ).join("")
    }PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
    await Deno.mkdir(join(this.#folder, "state"), { recursive: true });
    for (const node of nodes) await Deno.mkdir(this.#spool(node));
    await Deno.writeFile(
      this.#environment.SLURM_SACK_KEY!,
      crypto.getRandomValues(new Uint8Array(1024)),
      { mode: 0o600 },
    );
    await Deno.writeTextFile(this.#environment.SLURM_CONF!, settings.trimStart());
    await Deno.writeTextFile(join(this.#folder, "cgroup.conf"), "CgroupPlugin=disabled\n");
  }

  startNode(node: string): void {
    this.#startDaemon("slurmd", ["-D", "-N", node], { cwd: this.#spool(node) });
  }

  #spool(node: string): string {
    return join(this.#folder, `spool.${node}`);
  }

  #startDaemon(name: string, args: string[], options: { cwd: string }): void {
    const output = { stdin: "null", stdout: "null", stderr: "null" } as const;
    const env = this.#environment;
    this.#daemons.push(new Deno.Command(name, { args, env, ...output, ...options }).spawn());
  }

  /** Kills a node as a power cut would: its daemon, its jobs and all that they have started, at once. */
  async killNode(node: string): Promise<void> {
    await this.#kill(node);
    await this.run("scontrol", "update", `NodeName=${node}`, "State=DOWN", "Reason=killed");
  }

  /**
   * Runs a command of the cluster's user in the checkout.
   * @returns what it prints on stdout
   * @throws {Error} if it fails
   */
  run(command: string, ...args: string[]): Promise<string> {
    return outputOf(command, args, { env: this.#environment });
  }

  /** Waits until no job is left, neither running nor in the queue. */
  async untilDone(): Promise<void> {
    await this.until(async () => await this.run("squeue", "-h") === "", 300);
  }

  /** Tries again and again; after some seconds it fails, with the daemons' last words. */
  async until(isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
    for (let tries = 0; tries < seconds * 5; tries++) {
      if (await isSo().catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const log = await Deno.readTextFile(join(this.#folder, "slurmctld.log"));
    throw new Error(`Nothing came of waiting ${seconds} s for Slurm: ${log.slice(-2000)}`);
  }

  /** Kills all processes of the cluster, or of one of its nodes, until there are none. */
  async #kill(node?: string): Promise<void> {
    const folder = node === undefined ? this.#folder : this.#spool(node);
    const cluster = `SLURM_CONF=${this.#environment.SLURM_CONF}`;
    const entry = node === undefined ? cluster : `SLURMD_NODENAME=${node}`;
    for (;;) {
      const processes = await processesOf(folder, [cluster, entry]);
      if (processes.length === 0) return;
      for (const id of processes) {
        try {
          Deno.kill(id, "SIGKILL");
        } catch (error) {
          if (!(error instanceof Deno.errors.NotFound)) throw error;
        }
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kill();
    await Promise.all(this.#daemons.map(({ status }) => status));
  }
}

/** Prints `/proc/ID/…` of processes that run in the folder $1, then of those with $2 and $3 in their environment. */
const FIND = `
find /proc/[0-9]* -maxdepth 1 -name cwd \\( -lname "$1" -o -lname "$1/*" \\)
grep -lzxF -e "$2" /proc/[0-9]*/environ | xargs -r grep -lzxF -e "$3"
true`;

/**
 * The processes that run in a folder, as Slurm's daemons do, and then those with both entries `NAME=VALUE` in their
 * environment, as jobs have. So no daemon is left that reports a job's death to the controller. A shell finds them, since
 * Deno reads `/proc` only with all permissions.
 */
async function processesOf(folder: string, entries: readonly [string, string]): Promise<number[]> {
  const { stdout } = await runCommand("sh", ["-c", FIND, "sh", folder, ...entries]);
  const found = stdout.matchAll(/^\/proc\/(\d+)\//gm);
  return [...new Set([...found].map(([, id]) => Number(id)))];
}

/** Ports of loopback that nobody listens on. */
function freePorts(count: number): number[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map(({ addr }) => (addr as Deno.NetAddr).port);
  for (const listener of listeners) listener.close();
  assert(new Set(ports).size === count);
  return ports;
}
