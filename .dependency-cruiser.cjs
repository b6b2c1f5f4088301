// The walls of the house: who may import whom. `npm run check` runs them, test/house/walls.test.ts proves each.
const npm = "(^|/)node_modules/";
const pulumi = `${npm}@pulumi/`;

/** A room that must not see other rooms of the house. */
const blind = (room, rooms, comment) => ({
    name: `${room}-sees-no-${rooms.length > 2 ? "other-room" : rooms.join("-or-")}`,
    comment,
    severity: "error",
    from: { path: `^${room}/` },
    to: { path: `^(${rooms.join("|")})/` },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
    forbidden: [
        blind(
            "rehearsal",
            ["stacks", "components", "policies", "scripts", "functions", "workflow", "example", "bench"],
            "The engine runs any Pulumi program: it knows nothing of this blueprint. Pass what it needs as an argument.",
        ),
        blind(
            "scripts",
            ["stacks", "components"],
            "Scripts read stack outputs and AWS, never the code that built them.",
        ),
        blind(
            "functions",
            ["stacks", "components", "policies", "scripts", "rehearsal", "example", "bench"],
            "Functions are bundled and run inside AWS: only their own files, the workflow and npm go with them.",
        ),
        blind(
            "workflow",
            [
                ...["stacks", "components", "policies", "scripts", "rehearsal", "functions", "images"],
                ...["example", "bench"],
            ],
            "The core workflow is read by the program and run by functions and scripts: it knows none of them.",
        ),
        blind(
            "example",
            ["stacks", "components", "policies", "scripts", "rehearsal", "functions", "workflow", "bench"],
            "The demo app stands for a user's app: it knows nothing of the blueprint.",
        ),
        blind(
            "images",
            ["stacks", "components", "policies", "scripts", "rehearsal", "functions", "example", "bench"],
            "Images are built from their own folder, and the program reads their settings: nothing else goes in.",
        ),
        blind(
            "stacks",
            ["policies", "scripts", "rehearsal", "functions", "example", "bench"],
            "The program goes settings -> index -> components -> @pulumi; nothing that judges or runs it.",
        ),
        {
            name: "policies-see-only-pulumi",
            comment:
                "Policies judge the result and can't be fooled by the code that built it: import only @pulumi/* and policies/.",
            severity: "error",
            // main.cjs is the door through which the SDK starts the pack: it loads tsx, then index.ts.
            from: { path: "^policies/", pathNot: "^policies/main\\.cjs$" },
            to: { pathNot: ["^policies/(?!node_modules/)", pulumi] },
        },
        {
            name: "components-see-only-pulumi",
            comment:
                "A component takes ids, ARNs and hosts: import only @pulumi/* and node's own, and of the house what is in components/parts/ or in the folder of its own name.",
            severity: "error",
            from: { path: "^components/([^/]+/[^/.]+)" },
            to: {
                pathNot: [...[pulumi].flat(), "^components/$1/", "^components/parts/"],
                dependencyTypesNot: ["core"],
            },
        },
        {
            name: "only-the-index-builds",
            comment:
                "Only stacks/index.ts constructs components, so that the architecture stands on one screen.",
            severity: "error",
            from: { pathNot: ["^stacks/index\\.ts$", "^components/", "^test/"] },
            to: { path: "^components/" },
        },
        {
            name: "nothing-needs-the-tests",
            comment: "Only tests import tests.",
            severity: "error",
            from: { pathNot: "^test/" },
            to: { path: "^test/" },
        },
        {
            name: "no-cycles",
            comment: "Two files that need each other are one idea, or a third file is missing.",
            severity: "error",
            from: {},
            // A cycle that an import of types closes is gone at run time.
            to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
        },
        {
            name: "no-orphans",
            comment:
                "A file that imports nothing and that nothing imports does nothing: delete it or wire it in.",
            severity: "error",
            from: {
                orphan: true,
                pathNot: [
                    "^stacks/index\\.ts$",
                    // Loaded by --require, before anything else.
                    "^rehearsal/(stack-traces|late-loading)\\.cjs$",
                    "^scripts/[^/]+\\.ts$",
                    "^test/",
                    "^bench/",
                    "^functions/",
                    "^example/",
                ],
            },
            to: {},
        },
        {
            name: "no-unresolvable",
            comment: "The import points at nothing.",
            severity: "error",
            from: {},
            to: { couldNotResolve: true },
        },
        {
            name: "no-undeclared-packages",
            comment: "Imported, but not in package.json: it works here by luck.",
            severity: "error",
            from: {},
            to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
        },
        {
            name: "no-dev-packages-in-the-product",
            comment: "A devDependency is missing after `npm ci --omit=dev`: make it a dependency.",
            severity: "error",
            from: { path: "^(stacks|components|policies|rehearsal|functions|workflow)/" },
            to: {
                dependencyTypes: ["npm-dev"],
                dependencyTypesNot: ["type-only", "npm"],
                pathNot: `${npm}@types/`,
            },
        },
    ],
    options: {
        // policies/ has a package.json of its own, for the pack's name; the packages are the root's.
        combinedDependencies: true,
        // An import of types is an import: a wall that types climb over is no wall.
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
        doNotFollow: { path: "node_modules" },
        exclude: { path: "^test/.*/programs/" },
        enhancedResolveOptions: {
            exportsFields: ["exports"],
            conditionNames: ["import", "require", "node", "default", "types"],
        },
    },
};
