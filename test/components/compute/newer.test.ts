import assert from "node:assert/strict";
import { newerThanKnown } from "../../../components/compute/service/newer.ts";

const arn = (revision: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${revision}`;

describe("an update of the service", () => {
    it("is stopped where a newer version serves than the state knows, and names both", () => {
        assert.match(
            newerThanKnown(arn("shop:9"), arn("shop:10"))!,
            /the state has task definition shop:9, but shop:10 serves.*pulumi refresh/,
        );
    });

    for (const [what, serving] of [
        ["the one that the state has", arn("shop:9")],
        ["an older one, after a rollback", arn("shop:8")],
        ["one of another family, which has its own numbers", arn("other:20")],
        ["what a rehearsal can't know", ""],
    ]) {
        it(`goes on where this serves: ${what}`, () => {
            assert.equal(newerThanKnown(arn("shop:9"), serving!), undefined);
        });
    }
});
