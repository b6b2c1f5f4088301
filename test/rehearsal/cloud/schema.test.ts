import assert from "node:assert/strict";
import {
    readdirSync,
    readFileSync,
    mkdirSync,
    mkdtempSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { scanPackages } from "../../../rehearsal/cloud/packages.ts";
import { schemaOf } from "../../../rehearsal/cloud/schema.ts";

const packages = new Map([...scanPackages(process.cwd())].map(([name, one]) => [name, one.folder]));

function resourceSource(type: string, name: string): string {
    return `class ${name} extends pulumi.CustomResource {
    constructor(name, argsOrState, opts) {
        if (opts.id) {
            resourceInputs["size"] = state?.size;
        } else {
            resourceInputs["size"] = args?.size;
            resourceInputs["key"] = args?.key ? pulumi.secret(args.key) : undefined;
            resourceInputs["url"] = undefined /*out*/;
        }
    }
}
${name}.__pulumiType = '${type}';
`;
}

describe("the schema read from an installed SDK", () => {
    let root = "";
    const write = (path: string, text: string) => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
    };
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), "cloud-"))));
    afterEach(() => rmSync(root, { recursive: true }));

    it("knows what a database computes, takes and keeps secret", () => {
        const schema = schemaOf("aws:rds/instance:Instance", packages);
        const of = (name: string) => schema?.properties.get(name);
        assert.deepEqual([of("arn")?.input, of("endpoint")?.input, of("port")?.input], [false, false, true]);
        assert.deepEqual([of("port")?.computed, of("domainOu")?.computed], [true, false]);
        assert.deepEqual([of("instanceClass")?.required, of("engine")?.required], [true, false]);
        assert.deepEqual([of("password")?.secret, of("username")?.secret], [true, false]);
        assert.deepEqual(of("vpcSecurityGroupIds")?.shape, { kind: "list", item: { kind: "string" } });
    });

    it("reads every resource type of the AWS SDK, each with its properties, in less than 20 s of a processor", () => {
        const types = new Set<string>();
        const folder = packages.get("aws") as string;
        for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
            if (!entry.endsWith(".js") || entry.includes("node_modules")) continue;
            const source = readFileSync(join(folder, entry), "utf8");
            for (const match of source.matchAll(/__pulumiType = '(aws:[^']+)'/g))
                types.add(match[1] as string);
        }
        assert.ok(types.size > 1600, `${types.size} types`);
        const started = process.cpuUsage();
        // This one type has nothing but an id.
        const bare = new Set(["aws:ram/sharingWithOrganization:SharingWithOrganization"]);
        const empty = [...types].filter(
            (type) => !schemaOf(type, packages)?.properties.size && !bare.has(type),
        );
        assert.deepEqual(empty, []);
        const { user, system } = process.cpuUsage(started);
        assert.ok(user + system < 20_000_000, `${(user + system) / 1e6} s`);
    });

    it("reads a type once, however many resources have it", () => {
        const type = "aws:ec2/vpc:Vpc";
        assert.equal(schemaOf(type, packages), schemaOf(type, packages));
    });

    it("knows nothing of a type that no package has", () => {
        assert.equal(schemaOf("aws:rds/nothing:Nothing", packages), undefined);
        assert.equal(schemaOf("nobody:index:Thing", packages), undefined);
    });

    it("finds resources by convention, under bin/, and by search where the convention fails", () => {
        const places = {
            "tiny:index/box:Box": "box.js",
            "tiny:storage:Crate": "bin/storage/crate.js",
            "tiny:apps.example.io/v1:Lid": "apps/v1/lid.js",
            "tiny:odd/place:Shelf": "somewhere/else/things.js",
        };
        for (const [type, path] of Object.entries(places))
            write(path, resourceSource(type, type.split(":")[2] as string));
        const tiny = new Map([["tiny", root]]);
        for (const type of Object.keys(places)) {
            const schema = schemaOf(type, tiny);
            assert.deepEqual([...(schema?.properties.keys() ?? [])], ["size", "key", "url"], type);
            assert.equal(schema?.properties.get("key")?.secret, true);
            assert.equal(schema?.properties.get("url")?.input, false);
        }
    });

    it("scans scoped, linked and exports-only packages, and the nearest folder wins", () => {
        const manifest = (name: string, version: string, pulumi: object) =>
            JSON.stringify({ name, version, exports: { ".": "./index.js" }, pulumi });
        write(
            "node_modules/@pulumi/tiny/package.json",
            manifest("@pulumi/tiny", "1.0.0", { resource: true }),
        );
        write(
            "app/node_modules/@pulumi/tiny/package.json",
            manifest("@pulumi/tiny", "2.0.0", { resource: true }),
        );
        write("node_modules/plain/package.json", JSON.stringify({ name: "plain" }));
        write("node_modules/broken/package.json", '{ "pulumi": ');
        write(
            "elsewhere/package.json",
            manifest("@acme/pulumi-box", "v3.1.0", {
                resource: true,
                name: "box",
                server: "https://x.example",
            }),
        );
        mkdirSync(join(root, "app/node_modules/@acme"), { recursive: true });
        symlinkSync(join(root, "elsewhere"), join(root, "app/node_modules/@acme/pulumi-box"));
        const found = scanPackages(join(root, "app"));
        assert.equal(found.get("tiny")?.version, "2.0.0");
        assert.deepEqual(
            [found.get("box")?.version, found.get("box")?.server],
            ["3.1.0", "https://x.example"],
        );
        assert.match(found.get("box")?.folder ?? "", /elsewhere$/);
        assert.equal(found.has("plain"), false);
    });
});
