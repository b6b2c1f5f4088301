import assert from "node:assert/strict";
import { ChangingOver } from "../support/changing-over.ts";
import { restoring } from "../support/restoring.ts";

describe("npm run restore -- --cutover, away from a generation that is down", () => {
    const r = restoring();
    let over: ChangingOver;
    beforeEach(() => {
        over = new ChangingOver(r.shop);
        const errorMessage = "connect ECONNREFUSED 10.0.0.1:5432";
        over.answers.compare = () => ({ fault: JSON.stringify({ errorMessage }) });
    });

    it("is named where nobody can compare, and planned without asking what nobody can count", async () => {
        assert.equal(await over.run("--cutover", "b"), 2);
        assert.match(r.shop.said, /ECONNREFUSED.* If a is down and stays so: .* --cutover b --lost$/m);
        assert.equal(await over.run("--cutover", "b", "--lost"), 0);
        const plan = r.shop.data.join("\n");
        assert.match(plan, /serves now +a, which is lost: RDS calls it available\n/);
        assert.match(plan, /left behind +all that was written to a past that, which nobody can count now\n/);
        assert.match(
            plan,
            /step 2 +the switch: makes sure that a does not answer, and leads the poolers to b\n/,
        );
        assert.match(r.shop.said, /Next: npm run restore -- --stack live --cutover b --lost --apply$/);
        over.isUntouched();
    });

    it("opens the way, switches and settles it as elsewhere, and tells what it met instead of a fence", async () => {
        assert.equal(await over.run("--cutover", "b", "--lost", "--apply", "--yes"), 0);
        assert.deepEqual(over.done, ["up a next b", "switch shop-live-b", "up b"]);
        const event = `shop-live-switch {"action":"switch","to":"shop-live-b","isLost":true}`;
        assert.ok(over.calls.includes(event), over.calls.join("\n"));
        assert.match(r.shop.data.join("\n"), /left +a, which did not answer at 2026-11-21T03:00:10Z/);
        assert.doesNotMatch(r.shop.data.join("\n"), /closed {2}|proof/);
    });

    it("is for --cutover alone", async () => {
        assert.equal(await over.run("--cutback", "--lost"), 2);
        assert.match(r.shop.said, /--lost is for --cutover; leave it out/);
        over.isUntouched();
    });
});
