const BLOCK = 512;
const NAME = 100;
const PREFIX = 155;

/** A name as the header has room for it: whole, or split at a slash; one that does not fit is cut. */
function split(name: string): { name: string; prefix: string } {
    if (Buffer.byteLength(name) <= NAME) return { name, prefix: "" };
    const at = name.slice(0, PREFIX + 1).lastIndexOf("/");
    return at > 0 ? { name: name.slice(at + 1), prefix: name.slice(0, at) } : { name, prefix: "" };
}

function octal(value: number, digits: number): string {
    return `${value.toString(8).padStart(digits, "0")}\0`;
}

function header(fullName: string, size: number): Buffer {
    const block = Buffer.alloc(BLOCK);
    const { name, prefix } = split(fullName);
    block.write(name, 0, NAME);
    block.write(octal(0o600, 7), 100);
    block.write(octal(0, 7), 108); // owner
    block.write(octal(0, 7), 116); // group
    block.write(octal(size, 11), 124);
    block.write(octal(0, 11), 136); // time of change
    block.write(" ".repeat(8), 148); // the checksum, while it is summed up
    block.write("0", 156); // a regular file
    block.write("ustar\u000000", 257);
    block.write(octal(0, 7), 329); // device
    block.write(octal(0, 7), 337);
    block.write(prefix, 345, PREFIX);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${octal(sum, 6)} `, 148);
    return block;
}

/**
 * A tar file byte for byte as the engine makes it to hash an archive: USTAR, mode 0600, no owner and no time. The
 * first of several files of one name counts.
 */
export function tarOf(files: { name: string; bytes: Buffer }[]): Buffer {
    const seen = new Set<string>();
    const blocks: Buffer[] = [];
    for (const { name, bytes } of files) {
        if (seen.has(name)) continue;
        seen.add(name);
        blocks.push(header(name, bytes.length), bytes);
        blocks.push(Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK));
    }
    return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}
