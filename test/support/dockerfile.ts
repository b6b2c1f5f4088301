import assert from "node:assert/strict";

/** Whatever an image is made of is named by its digest. */
export function assertFetchesByDigest(dockerfile: string): void {
    const images = [...dockerfile.matchAll(/^(?:FROM|ARG NODE=)\s*(\S+)/gm)].map(([, image]) => image!);
    const fetched = images.filter((image) => image !== "${NODE}");
    assert.ok(fetched.length > 0);
    for (const image of fetched) assert.match(image, /@sha256:[0-9a-f]{64}$/);
    // What reads the file is an image, too, and runs with all that a build has.
    for (const [line] of dockerfile.matchAll(/^# syntax=.*/gm)) assert.match(line, /@sha256:[0-9a-f]{64}$/);
    for (const [added] of dockerfile.matchAll(/^ADD .*/gm))
        assert.match(added, /^ADD --checksum=sha256:[0-9a-f]{64} /);
}
