import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync, statSync } from "node:fs";
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

/** What a path of the program's leads to; the real engine refuses one that leads nowhere, too. */
function lookedAt(path: string, what: string) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found)
        throw new Error(`there is no ${path}; build or add it first, or correct the path of the ${what}`);
    return found;
}

/** `undefined` for what another machine has: nothing is fetched. */
function contentOf(asset: Properties, folder: string): Buffer | undefined {
    if (typeof asset.path === "string" && asset.path) {
        const path = resolve(folder, asset.path);
        if (lookedAt(path, "asset").isDirectory()) throw new Error(`${path} is a folder, and no file`);
        return readFileSync(path);
    }
    return typeof asset.uri === "string" && asset.uri ? undefined : Buffer.from(String(asset.text ?? ""));
}

/** What is in an archive; `undefined` for what another machine has. */
function entriesOf(archive: Properties, folder: string): Entry[] | undefined {
    if (typeof archive.path === "string" && archive.path) {
        const path = resolve(folder, archive.path);
        if (lookedAt(path, "archive").isDirectory()) return filesIn(path);
        throw new Error(`${path} is neither a folder nor an archive; use one of ${PACKED.join(", ")}`);
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
 * Assets and archives as the engine holds them: with the hash of what is in them, without the SDK's own marks. One that
 * another machine has is without a hash. Throws, naming resource and property, where a path leads to nothing or to the wrong kind.
 */
export function withHashes(properties: Properties, folder: string, urn: string): Properties {
    const hashed = (part: Value): Value => {
        const signature = signatureOf(part);
        if (signature !== ASSET && signature !== ARCHIVE) return part;
        const { __pulumiAsset: _, __pulumiArchive: __, ...rest } = part as Properties;
        if (typeof rest.hash === "string" && rest.hash) return rest;
        const bytes = signature === ASSET ? contentOf(rest, folder) : undefined;
        const hash = signature === ASSET ? bytes && sha256(bytes) : hashOf(rest, folder);
        return hash ? { ...rest, hash } : rest;
    };
    const all = Object.entries(properties).map(([key, value]) => {
        try {
            return [key, mapValue(value, hashed)] as const;
        } catch (error) {
            throw new Error(`${urn}: ${key}: ${(error as Error).message}`, { cause: error });
        }
    });
    return Object.fromEntries(all);
}
