import { once } from "node:events";
import { createServer } from "node:net";

/** What a sign-in by IAM sends, read as RDS reads it. */
interface Token {
    user: string;
    /** The address that the token is for, and the parameters that were signed. */
    url: URL;
}

/**
 * RDS asks IAM about a token by PAM, which takes the system's own files to set up. PostgreSQL asks an LDAP server the
 * same way, in plain text over TLS: this one takes simple binds (RFC 4511) and lets in whom `allows` lets in.
 */
export interface TokenDoor {
    /** A line of pg_hba.conf: for members of rds_iam, before all others, as on RDS. */
    rule: string;
    seen: Token[];
    allows(token: Token): boolean;
    stop(): Promise<void>;
}

/** One element of BER: its tag, what is in it, and what comes after it. */
function element(bytes: Buffer): { tag: number; inside: Buffer; rest: Buffer } {
    const short = bytes[1]!;
    const more = short < 0x80 ? 0 : short - 0x80;
    const length = more === 0 ? short : bytes.readUIntBE(2, more);
    const start = 2 + more;
    return {
        tag: bytes[0]!,
        inside: bytes.subarray(start, start + length),
        rest: bytes.subarray(start + length),
    };
}

export async function startTokenDoor(): Promise<TokenDoor> {
    const door: Pick<TokenDoor, "seen" | "allows"> = { seen: [], allows: () => true };
    const server = createServer((socket) => {
        let held = Buffer.alloc(0);
        socket.on("error", () => undefined);
        socket.on("data", (bytes) => {
            held = Buffer.concat([held, bytes]);
            const { inside, rest } = element(held);
            const id = element(inside);
            const asked = element(id.rest);
            // A bind, and neither the end of the conversation nor half of one.
            if (asked.tag !== 0x60 || asked.inside.length < element(held).inside.length - 10) return;
            held = Buffer.from(rest);
            const name = element(element(asked.inside).rest);
            const password = element(name.rest).inside.toString();
            const user = name.inside.toString().replace("user=", "");
            const token = { user, url: new URL(`https://${password}`) };
            door.seen.push(token);
            const code = door.allows(token) ? 0 : 49;
            socket.write(Buffer.from([0x30, 12, 2, 1, id.inside.at(-1)!, 0x61, 7, 10, 1, code, 4, 0, 4, 0]));
        });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const rule = `hostssl all +rds_iam 127.0.0.1/32 ldap ldapserver=127.0.0.1 ldapport=${port} ldapprefix="user="`;
    return Object.assign(door, {
        rule,
        stop: async () => {
            server.close();
            await once(server, "close");
        },
    });
}
