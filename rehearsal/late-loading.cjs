/**
 * Loaded into a program's process before the SDK (`--require`), here and, through `nodeargs`, in the real CLI.
 *
 * Of the time in which the SDK loads, two thirds go into TypeScript and npm's arborist, which it needs for one thing
 * only: to make the code of a callback or of a dynamic provider into text. They load when that is done, and else never.
 */
"use strict";

const Module = require("node:module");

const LATE = new Set(["../../typescript-shim", "@npmcli/arborist"]);
const CLOSURES = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]\w+\.js$/;

/** Stands for a module until one of its members is asked for. */
function later(load) {
    let loaded;
    const module = () => (loaded ??= load());
    return new Proxy(Object.create(null), {
        // Asked of every module that TypeScript's `import * as` takes in: yes, so that it looks no further.
        get: (_, key) => (key === "__esModule" ? true : module()[key]),
        has: (_, key) => key in module(),
        ownKeys: () => Reflect.ownKeys(module()),
        getOwnPropertyDescriptor: (_, key) => ({
            ...Object.getOwnPropertyDescriptor(module(), key),
            configurable: true,
        }),
    });
}

const { _load: load } = Module;
Module._load = function (request, parent, ...rest) {
    const now = () => load.call(this, request, parent, ...rest);
    return LATE.has(request) && CLOSURES.test(parent?.filename ?? "") ? later(now) : now();
};
