/**
 * Runs containers without their tools: the image is made in a folder by the steps of the `Containerfile`, and a process in it
 * sees that folder and the system's programs, read-only, no network, and is not root. What is missing in the image shows.
 * @module
 */

import { dirname, join } from "@std/path";
import { granted, type Outcome, ROOT, runCommand } from "../helpers/run_task.ts";

/** What containers take of the system: programs and libraries, since the image's base is a Linux with Deno. */
const SYSTEM = ["bin", "dev", "etc", "lib", "lib64", "usr"];

/** Where the program of Deno is for a container. */
const DENO = "/opt/deno";

/**
 * Mounts the file system of a container on the empty folder $1 and becomes the user $2 there, with the other words as its
 * command and itself as its network. $MOUNTS has the folders and where they are seen, each writable or not.
 */
const ENTER = `
set -e
root=$1 user=$2
ip link set lo up
shift 2
mount -t tmpfs tmpfs "$root"
printf '%s' "$MOUNTS" | while read -r mode folder target; do
  mkdir -p "$root$target"
  mount --bind "$folder" "$root$target"
  [ "$mode" = rw ] || mount -o remount,bind,ro "$root$target"
done
mkdir "$root/proc" && mount -t proc proc "$root/proc"
mount -o remount,ro "$root"
exec chroot --userspec="$user" "$root" env -i --chdir="$DIRECTORY" $VARIABLES "$@"
`;

/** Whether this system lets us make file systems and networks for a process, as it does for root. */
export async function canContain(): Promise<boolean> {
  if (!granted("read", "write", "run") || Deno.build.os !== "linux") return false;
  try {
    const command = new Deno.Command("unshare", {
      args: ["--mount", "--net", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
      stderr: "null",
    });
    return (await command.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

export interface Container {
  /** In place of the image's entry point. */
  readonly command?: readonly string[] | undefined;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The folders that it sees, by the paths where it sees them. */
  readonly volumes: Readonly<
    Record<string, { readonly folder: string; readonly readOnly: boolean }>
  >;
}

/** The image of a `Containerfile`. */
export class Image {
  readonly #folder: string;
  /** Its variables, such as `DENO_DIR`. */
  readonly env: Record<string, string> = {};
  directory = "/";
  user = "0:0";
  entryPoint: readonly string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Makes the image of the checkout.
   * @param folder where its files are to be
   * @param target the stage. Default: the last
   */
  static async build(folder: string, target?: string): Promise<Image> {
    const image = new Image(folder);
    const text = await Deno.readTextFile(join(ROOT, "Containerfile"));
    for (const line of stageOf(text, target)) {
      const [, instruction = "", rest = ""] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      await image.#obey(instruction, rest);
    }
    return image;
  }

  async #obey(instruction: string, rest: string): Promise<void> {
    switch (instruction) {
      case "CMD":
      case "EXPOSE":
        return;
      case "WORKDIR":
        this.directory = rest;
        return await Deno.mkdir(this.#path(rest), { recursive: true });
      case "ENV": {
        const [name = "", value = ""] = rest.split("=");
        this.env[name] = value;
        return await Deno.mkdir(this.#path(value), { recursive: true });
      }
      case "COPY": {
        const words = rest.split(" ");
        const to = this.#path(join(this.directory, words.pop()!));
        return await run("cp", ["-R", ...words.map((word) => join(ROOT, word)), to]);
      }
      case "RUN":
        return await this.#build(rest);
      case "USER":
        this.user = rest;
        return;
      case "ENTRYPOINT":
        this.entryPoint = JSON.parse(rest);
        return;
      default:
        throw new Error(`Cannot make an image: this does not know ${instruction}`);
    }
  }

  #path(path: string): string {
    return join(this.#folder, path);
  }

  /** Runs a command of the build, which has the network. */
  async #build(command: string): Promise<void> {
    const env = Object.fromEntries(
      Object.entries(this.env).map(([name, path]) => [name, this.#path(path)]),
    );
    await run("sh", ["-c", command], { cwd: this.#path(this.directory), env });
  }

  /** Runs a container to its end, with nothing of this process's environment. */
  async run({ command = this.entryPoint, args, env = {}, volumes }: Container): Promise<Outcome> {
    const root = await Deno.makeTempDir({ prefix: "inkling_root_" });
    for (const target of Object.keys(volumes)) {
      await Deno.mkdir(this.#path(target), { recursive: true });
    }
    const mounts = [
      ...SYSTEM.map((name) => ["ro", `/${name}`, `/${name}`]),
      ["ro", dirname(Deno.execPath()), DENO],
      ["ro", this.#path(this.directory), this.directory],
      ...Object.values(this.env).map((path) => ["ro", this.#path(path), path]),
      ...Object.entries(volumes).map((
        [target, { folder, readOnly }],
      ) => [readOnly ? "ro" : "rw", folder, target]),
    ];
    const variables = { ...this.env, PATH: `${DENO}:/usr/bin:/bin`, NO_COLOR: "1", ...env };
    try {
      const enter = ["--mount", "--net", "--pid", "--fork", "sh", "-c", ENTER, "sh", root];
      return await runCommand("unshare", [...enter, this.user, ...command, ...args], {
        env: {
          MOUNTS: mounts.map((mount) => `${mount.join(" ")}\n`).join(""),
          VARIABLES: Object.entries(variables).map((entry) => entry.join("=")).join(" "),
          DIRECTORY: this.directory,
        },
      });
    } finally {
      await Deno.remove(root);
    }
  }
}

/** The instructions of a stage, those of the stage that it is built on before. */
function stageOf(text: string, target?: string): string[] {
  const stages = text.split(/^FROM /m).slice(1).map((stage) => {
    const [from = "", ...lines] = stage.split("\n").filter((line) => /^[^#]/.test(line));
    const [base, , name] = from.split(" ");
    return { base, name, lines };
  });
  const stage = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target);
  if (stage === undefined) throw new Error(`Cannot find the stage ${target}`);
  const isStage = stages.some(({ name }) => name === stage.base);
  return [...isStage ? stageOf(text, stage.base) : [], ...stage.lines];
}

async function run(
  command: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<void> {
  const { code, stderr } = await runCommand(command, args, options);
  if (code !== 0) throw new Error(`Cannot run ${command} ${args.join(" ")}: ${stderr}`);
}
