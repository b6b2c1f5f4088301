import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ARCHIVE, ASSET, SIGNATURE, type Value } from "../../../rehearsal/values.ts";
import { asking, engineAfter } from "../../support/engine.ts";

const asset = (where: string): Value => ({ [SIGNATURE]: ASSET, path: where });
const archive = (where: string): Value => ({ [SIGNATURE]: ARCHIVE, path: where });
const archiveOf = (assets: Record<string, Value>): Value => ({ [SIGNATURE]: ARCHIVE, assets });

/** As the real engine: a preview with a file that nobody built ends with an error, and says nothing of readiness. */
describe("a path of an asset or archive", () => {
    const programFolder = mkdtempSync(path.join(tmpdir(), "assets-"));
    before(() => {
        writeFileSync(path.join(programFolder, "file"), "");
        mkdirSync(path.join(programFolder, "folder"));
    });
    after(() => rmSync(programFolder, { recursive: true }));

    for (const [what, value, said] of [
        [
            "to no file",
            asset("gone"),
            { message: /::o: source: there is no \/.+\/gone; build or add it first/ },
        ],
        ["to a folder", asset("folder"), { message: /::o: source: \/.+\/folder is a folder, and no file$/ }],
        ["to no archive", archive("gone.zip"), { message: /::o: source: there is no \/.+\/gone\.zip;/ }],
        ["to no folder", archive("gone"), { message: /::o: source: there is no \/.+\/gone;/ }],
        [
            "to a file",
            archive("file"),
            { message: /::o: source: \/.+\/file is neither a folder nor an archive; use one of \.tar,/ },
        ],
        [
            "that is in an archive, to no file",
            archiveOf({ a: asset("file"), b: asset("gone") }),
            { message: /there is no/ },
        ],
        ["that is in a list, to no file", [asset("gone")], { message: /::o: source: there is no/ }],
    ] as [string, Value, { message: RegExp }][])
        it(`is refused, with its resource and property, when it leads ${what}`, async () => {
            const request = asking("aws:s3/bucketObject:BucketObject", "o", { inputs: { source: value } });
            await assert.rejects(engineAfter([], { programFolder }).register(request), said);
        });
});
