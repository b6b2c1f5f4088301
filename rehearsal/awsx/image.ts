import { createHash } from "node:crypto";
import { hasSecret, hasUnknown, isObject, plain, UNKNOWN } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import { createChild, outputOf } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";
import { derive, link, linksOf, unlinked } from "./links.ts";

const ACCEPTED = [
    "args",
    "builderVersion",
    "cacheFrom",
    "context",
    "dockerfile",
    "imageName",
    "imageTag",
    "platform",
    "registryId",
    "repositoryUrl",
    "target",
];

/** The part of a SHA-1 that awsx puts into names that have to change when what they stand for does. */
export function shortHash(text: string): string {
    return createHash("sha1").update(text).digest("hex").slice(0, 8);
}

/** Name of the stack that a URN is in. */
export function stackOf(urn: string): string {
    return urn.split("::")[0]?.split(":")[2] ?? "";
}

/** A tag for an image without one: it says how the image is built, not what is in it. */
function uniqueTag(build: Properties, stack: string): string {
    const buildArgs = isObject(build.args) ? Object.entries(build.args) : [];
    const dockerfile = build.dockerfile ? `;dockerfile=${String(build.dockerfile)}` : "";
    const signature = buildArgs.map(([key, value]) => `;arg[${key}]=${String(value)}`).join("");
    return `${shortHash(`${String(build.context ?? ".")}${dockerfile}${signature}${stack}`)}-container`;
}

/** The account that owns the registry: the first label of its host. */
function accountOf(args: Arguments, url: string): string {
    const withScheme = url.startsWith("https://") ? url : `https://${url}`;
    const host = URL.canParse(withScheme) ? new URL(withScheme).hostname : undefined;
    if (!host)
        throw args.error(`repositoryUrl is "${url}"; use <account>.dkr.ecr.<region>.amazonaws.com/<name>.`);
    return host.split(".")[0] ?? "";
}

async function credentials(registryId: Value, context: ConstructContext): Promise<Value> {
    const token = "aws:ecr/getAuthorizationToken:getAuthorizationToken";
    const found = await context.invoke(token, { registryId });
    return derive(found, (value) => {
        const { proxyEndpoint, userName, password } = value as Properties;
        return { address: proxyEndpoint ?? null, username: userName ?? null, password: password ?? null };
    });
}

/** What the program gets to run: the repository and the digest, without a tag, as Lambda wants it. */
function imageUri(image: Child, repositoryUrl: string, tagged: string): Value {
    const [reference, digest] = [outputOf(image, "ref"), outputOf(image, "digest")];
    if (hasUnknown(reference) || hasUnknown(digest)) return link(UNKNOWN, [image.urn]);
    if (digest) return derive(digest, (value) => `${repositoryUrl}@${String(value)}`);
    if (reference)
        return derive(reference, (value) => String(value).replace(/^(.*):([^@]+)(@sha256:.+)$/, "$1$3"));
    return link(tagged, [image.urn]);
}

async function build(args: Arguments, known: Properties, context: ConstructContext): Promise<Value> {
    const repositoryUrl = String(known.repositoryUrl);
    const tag = String(known.imageName || known.imageTag || uniqueTag(known, stackOf(context.urn)));
    const tagged = `${repositoryUrl}:${tag}`;
    const caches = Array.isArray(known.cacheFrom) && known.cacheFrom.length > 0 ? known.cacheFrom : [tagged];
    const registry = await credentials(known.registryId || accountOf(args, repositoryUrl), context);
    const image = await createChild(context, "docker-build:index:Image", tag, {
        buildOnPreview: true,
        network: "default",
        tags: [tagged],
        buildArgs: known.args,
        cacheFrom: caches.map((ref) => ({ registry: { ref } })),
        cacheTo: [{ inline: {} }],
        context: { location: known.context ?? "." },
        dockerfile: known.dockerfile === undefined ? {} : { location: known.dockerfile },
        platforms: known.platform ? [known.platform] : [],
        target: known.target,
        push: true,
        registries: [registry],
    });
    return imageUri(image, repositoryUrl, tagged);
}

/** awsx:ecr:Image: one Docker build. While an argument is unknown there is no child yet: the plugin waits for all of them. */
export async function expandImage(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    const args = new Arguments("awsx:ecr:Image", name, inputs, ACCEPTED);
    if (inputs.repositoryUrl === undefined)
        throw args.error("repositoryUrl is missing; give the url of a Repository.");
    const uri = hasUnknown(inputs) ? link(UNKNOWN, []) : await build(args, plain(inputs), context);
    const links = [...new Set([...linksOf(inputs), ...linksOf(uri)])];
    const value = (uri as Properties).value ?? UNKNOWN;
    const whole = link(value, links, hasSecret(inputs) || hasSecret(uri));
    const { values } = unlinked({ imageUri: whole });
    return { state: values, stateDependencies: { imageUri: links }, outputs: values };
}
