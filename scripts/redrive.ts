/**
 * Shows the jobs that failed time and again, moves them back to be tried once more, or deletes one after it is written down.
 *
 *     npm run redrive -- --stack production
 */
import { DeleteMessageCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import { asked, signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { confirmed, yesOption } from "./lib/confirm.ts";
import { handedBack, looked, queueAt } from "./lib/dead-letters.ts";
import { environmentOf, outputOf, stackOption, type Environment } from "./lib/environment.ts";
import { kept } from "./lib/kept-letter.ts";
import { beginMove, movedAll, stopMove } from "./lib/move-task.ts";
import { showLetters } from "./lib/shown-letters.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "redrive",
    says: "Shows the dead letters of the job queue; moves them back to be tried again, or deletes one.",
    example: "npm run redrive -- --stack production --apply --rate 5",
    options: {
        ...stackOption,
        samples: { type: "string", value: "N", says: "Letters to show, 1 to 100. Without it 10." },
        json: { type: "boolean", says: "One JSON document instead of a table." },
        apply: { type: "boolean", says: "Move all of them back to the queue that they came from." },
        rate: {
            type: "string",
            value: "N",
            says: "With --apply: letters a second, 1 to 500. Without it 10, so that new jobs are not crowded out.",
        },
        stop: { type: "boolean", says: "Stop the move that runs; what was moved stays moved." },
        delete: { type: "string", value: "ID", says: "Delete this letter, once it is in a file here." },
        ...yesOption,
    },
    exits: { good: "no dead letters, or done", faults: "there are dead letters, or not all were moved" },
};

function wholeOf(given: Given, name: string, preset: number, most: number): number {
    const text = given.text(name) ?? String(preset);
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
    throw new Misuse(`--${name} is ${text}; use 1 to ${most}.`);
}

async function remove(
    sqs: SQSClient,
    url: string,
    id: string,
    environment: Environment,
    given: Given,
    world: World,
) {
    if (!/^[\w-]{1,100}$/.test(id)) throw new Misuse(`--delete is ${id}; use an ID that the list shows.`);
    await confirmed(environment, given.flag("yes"), world);
    const letter = await looked(sqs, url, ({ MessageId }) => MessageId === id);
    if (letter === undefined) {
        world.err(`redrive: there is no letter ${id}, or somebody has it in hand; look again in a minute.`);
        return 1;
    }
    const file = await keptOrBack(sqs, url, letter, world);
    const deletion = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: letter.ReceiptHandle });
    await asked("sqs:DeleteMessage", sqs.send(deletion));
    world.out(file);
    world.err(
        `redrive: ${id} is deleted, and whole in that file. It may have a user's data in it: keep it apart.`,
    );
    return 0;
}

async function keptOrBack(sqs: SQSClient, url: string, letter: Message, world: World): Promise<string> {
    try {
        return kept(world.cwd, letter);
    } catch (error) {
        await handedBack(sqs, url, [letter]);
        throw error;
    }
}

async function redrive(given: Given, world: World): Promise<number> {
    const rate = wholeOf(given, "rate", 10, 500);
    const samples = wholeOf(given, "samples", 10, 100);
    const id = given.text("delete");
    const modes = [given.flag("apply"), given.flag("stop"), id !== undefined].filter(Boolean);
    if (modes.length > 1) throw new Misuse("use one of --apply, --stop and --delete.");
    const environment = await environmentOf(given.text("stack"), world);
    const sqs = (await signIn(environment)).sqs();
    const url = outputOf(environment, "jobsDeadLettersUrl");
    if (id !== undefined) return remove(sqs, url, id, environment, given, world);
    if (modes.length === 0) {
        if (await showLetters(sqs, url, { samples, isJson: given.flag("json") }, world)) return 0;
        world.err(`Next, when the fault is mended: npm run redrive -- --stack ${environment.stack} --apply`);
        return 1;
    }
    const { arn, waiting } = await queueAt(sqs, url);
    if (given.flag("stop")) {
        const isStopped = await stopMove(sqs, arn);
        world.err(
            isStopped ? "redrive: stopping; what was moved stays moved." : "redrive: no move is running.",
        );
        return isStopped ? 0 : 1;
    }
    world.err(
        `redrive: about ${waiting} letters go back to the queue that they came from, ${rate} a second.`,
    );
    await confirmed(environment, given.flag("yes"), world);
    const begun = await beginMove(sqs, arn, rate);
    if (begun === "running")
        world.err("redrive: a move runs already, at its own rate; waiting for that one.");
    world.err(`redrive: it goes on in AWS if you stop waiting; --stop ends it.`);
    const isDone = await movedAll(sqs, arn, world);
    world.err(`Next, to see what comes back: npm run redrive -- --stack ${environment.stack}`);
    return isDone ? 0 : 1;
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, (given) => redrive(given, world));
}

start(import.meta.url, main);
