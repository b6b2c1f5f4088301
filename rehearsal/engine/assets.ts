import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { ARCHIVE, ASSET, isObject, mapValue, signatureOf, type Properties, type Value } from "../values.ts";
import { tarOf } from "./tar.ts";

const PACKED = [".tar", ".tgz", ".tar.gz", ".zip", ".jar"];

interface Entry {
    name: string;
    bytes: Buffer;
}

function sha256(bytes: Buffer): string {
    return createHash("sha256").update(bytes).digest("hex");
}

/** The files of a folder, in the engine's order: by name, each folder where its name stands. */
function filesIn(folder: string, prefix = ""): Entry[] {
    const names = readdirSync(folder).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return names.flatMap((name) => {
        const path = join(folder, name);
        if (name === ".pulumi") return []; // the engine's own, which it leaves out
        if (lstatSync(path).isDirectory()) return filesIn(path, `${prefix}${name}/`);
        return statSync(path).isDirectory() ? [] : [{ name: prefix + name, bytes: readFileSync(path) }];
    });
}

function contentOf(asset: Properties, folder: string): Buffer | undefined {
    if (typeof asset.path === "string" && asset.path) {
        const path = resolve(folder, asset.path);
        return existsSync(path) && statSync(path).isFile() ? readFileSync(path) : undefined;
    }
    return typeof asset.uri === "string" && asset.uri ? undefined : Buffer.from(String(asset.text ?? ""));
}

/** What is in an archive; `undefined` for one that is packed already, or that is not on this machine. */
function entriesOf(archive: Properties, folder: string): Entry[] | undefined {
    if (typeof archive.path === "string" && archive.path) {
        const path = resolve(folder, archive.path);
        return existsSync(path) && statSync(path).isDirectory() ? filesIn(path) : undefined;
    }
    if (!isObject(archive.assets)) return undefined;
    const all: Entry[] = [];
    for (const name of Object.keys(archive.assets).sort()) {
        const member = archive.assets[name] as Properties;
        if (signatureOf(member) === ARCHIVE) {
            const inner = entriesOf(member, folder);
            if (!inner) return undefined;
            all.push(...inner.map((entry) => ({ ...entry, name: posix.join(name, entry.name) })));
        } else {
            const bytes = contentOf(member, folder);
            if (!bytes) return undefined;
            all.push({ name, bytes });
        }
    }
    return all;
}

function hashOf(archive: Properties, folder: string): string | undefined {
    const path = typeof archive.path === "string" ? archive.path : "";
    if (PACKED.some((ending) => path.endsWith(ending))) {
        const packed = contentOf(archive, folder);
        return packed && sha256(packed);
    }
    const entries = entriesOf(archive, folder);
    return entries && sha256(tarOf(entries));
}

/**
 * Assets and archives as the engine holds them: with the hash of what is in them, without the SDK's own marks. One
 * whose content is not on this machine has no hash.
 */
export function withHashes(properties: Properties, folder: string): Properties {
    return mapValue(properties, (part): Value => {
        const signature = signatureOf(part);
        if (signature !== ASSET && signature !== ARCHIVE) return part;
        const { __pulumiAsset: _, __pulumiArchive: __, ...rest } = part as Properties;
        if (typeof rest.hash === "string" && rest.hash) return rest;
        const bytes = signature === ASSET ? contentOf(rest, folder) : undefined;
        const hash = signature === ASSET ? bytes && sha256(bytes) : hashOf(rest, folder);
        return hash ? { ...rest, hash } : rest;
    }) as Properties;
}
