/**
 * Loaded into a program's process before the SDK (`--require`), here and, through `nodeargs`, in the real CLI.
 *
 * The SDK formats a stack for every promise that it makes, and has source-map-support map every frame of it: most of a
 * program's time goes there. This leaves the promises' stacks out until they are asked for, and in all others maps only
 * the frames outside node_modules, the ones that a person looks for. It also keeps a program that throws from hanging:
 * mapped frames of the SDK lie in `node_modules/@pulumi/resource.ts`, on which Node's colouring of an error
 * (`markNodeModules` in lib/internal/util/inspect.js) never ends.
 */
"use strict";

const { findSourceMap } = require("node:module");

const PROMISE = "Set PULUMI_DEBUG_PROMISE_LEAKS to see where promises are made.";
const isAskedFor = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);
const FOREIGN = /[\\/]node_modules[\\/]|^node:/;

function isForeign(frame) {
    const file = frame.getFileName();
    return !file || FOREIGN.test(file);
}

/** The first frame of a stack that the SDK keeps with a promise, in case it is asked where a promise came from. */
function isOfPromise([frame]) {
    return frame?.getFunctionName() === "debuggablePromise" && !isAskedFor;
}

function headOf(error) {
    try {
        return String(error);
    } catch {
        return "Error";
    }
}

/** The frame with its line in the source, as Node knows it from a loader such as tsx. */
function mappedByNode(frame) {
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    const entry = findSourceMap(frame.getFileName())?.findEntry(line - 1, column - 1);
    if (entry?.originalLine === undefined) return undefined;
    const [from, to] = [`:${line}:${column}`, `:${entry.originalLine + 1}:${entry.originalColumn + 1}`];
    return `\n    at ${String(frame).replace(from, to)}`;
}

/** The frames of the program with their lines in the source, all others as they are. */
function onlyOwnFrames(map) {
    return (error, frames) => {
        if (isOfPromise(frames)) return PROMISE;
        const lines = frames.map((frame) => {
            if (isForeign(frame)) return `\n    at ${frame}`;
            const mapped = mappedByNode(frame) ?? map(error, [frame]);
            return mapped.slice(mapped.lastIndexOf("\n    at "));
        });
        return headOf(error) + lines.join("");
    };
}

let current = Error.prepareStackTrace;
Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    get: () => current,
    // source-map-support's own function; whatever else is set has its own reasons and is left alone.
    set: (prepare) => (current = prepare?.name === "prepareStackTrace" ? onlyOwnFrames(prepare) : prepare),
});
