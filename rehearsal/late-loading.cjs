/**
 * Loaded into a program's process before the SDK (`--require`), here and, through `nodeargs`, in the real CLI.
 *
 * Of the time in which the SDK loads, two thirds go into TypeScript and npm's arborist, which it needs for one thing
 * only: to make the code of a callback or of a dynamic provider into text. They load when that is done, and else never.
 * So does what traces a program (`pulumi --tracing`). And what does load is compiled once for all runs, where Node can.
 */
"use strict";

const Module = require("node:module");

// From Node 22 on, what is loaded is compiled once and kept; Node's own setting for it is left as it is.
Module.enableCompileCache?.();

/** By who asks for them. */
const LATE = [
    [
        /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/]\w+\.js$/,
        /^(\.\.\/\.\.\/typescript-shim|@npmcli\/arborist)$/,
    ],
    // What it does with the interface alone (`api`) is nothing until somebody traces.
    [/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]tracing\.js$/, /^@opentelemetry\/(?!api$)/],
];

function isLate(request, parent) {
    return LATE.some(([who, what]) => what.test(request) && who.test(parent?.filename ?? ""));
}

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
    return isLate(request, parent) ? later(now) : now();
};
