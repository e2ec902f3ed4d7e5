package dev.slipway.launch;

import dev.slipway.docker.Containers.FileStart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tells what a file is, and what the kernel needs besides to run it: the interpreter of a script
/// (execve(2)), the loader of a program (elf(5)).
///
/// @param files the beginning of each file of the container, by path
record ProgramReader(Function<String, Optional<FileStart>> files) {
    /// What is enough of a file: the headers of an ELF file and the name of its loader come first.
    static final int HEAD = 4096;

    private static final int ANY_MAY_EXECUTE = 0111;
    private static final int DEEPEST = 4; // interpreters of interpreters, as Linux has it

    private static final String SHELL = "/bin/sh";
    private static final String ELF = "\177ELF";
    private static final int CLASS = 4;
    private static final int IS_64_BIT = 2;
    private static final int ENCODING = 5;
    private static final int BIG_ENDIAN = 2;
    private static final int MACHINE = 18;
    private static final int LOADER = 3; // PT_INTERP

    /// @param word of a command: a path, or a name to be looked for
    /// @param folder where it is run
    /// @param path the folders to look in, as the variable PATH has them
    Program find(String word, Path folder, String path) {
        if (word.contains("/")) {
            return read(folder.resolve(word).normalize().toString(), 0);
        }
        return Stream.of(path.split(":"))
                .map(place -> folder.resolve(place).resolve(word).toString())
                .filter(candidate -> files.apply(candidate).isPresent())
                .findFirst()
                .map(found -> read(found, 0))
                .orElse(new Program.Missing(word));
    }

    private Program read(String path, int depth) {
        var found = files.apply(path);
        if (found.isEmpty()) {
            return new Program.Missing(path);
        }
        var file = found.get();
        if (file.folder()) {
            return new Program.Folder(path);
        }
        if ((file.mode() & ANY_MAY_EXECUTE) == 0) {
            return new Program.NotExecutable(path, file.mode());
        }
        if (file.head().startsWith(ELF)) {
            return binary(path, file.head(), depth);
        }
        return depth < DEEPEST ? script(path, file.head(), depth) : new Program.Text(path);
    }

    /// What is neither is run by the shell, if there is one (execvp(3)).
    private Program script(String path, String head, int depth) {
        var line = head.lines().findFirst().orElse("");
        if (line.startsWith("#!")) {
            var interpreter = line.substring(2).strip().split("[ \t]+", 2)[0];
            return new Program.Script(
                    path, read(interpreter, depth + 1), head.startsWith(line + "\r\n"));
        }
        return files.apply(SHELL).isEmpty()
                ? new Program.Text(path)
                : new Program.Script(path, read(SHELL, depth + 1), false);
    }

    private Program binary(String path, String head, int depth) {
        var bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
        try {
            bytes.order(
                    bytes.get(ENCODING) == BIG_ENDIAN
                            ? ByteOrder.BIG_ENDIAN
                            : ByteOrder.LITTLE_ENDIAN);
            return new Program.Binary(
                    path,
                    Machine.of(bytes.getShort(MACHINE)),
                    loader(bytes).map(name -> read(name, depth + 1)));
        } catch (IndexOutOfBoundsException e) {
            return new Program.Text(path); // cut off: no kernel takes it for a program
        }
    }

    private static Optional<String> loader(ByteBuffer elf) {
        boolean wide = elf.get(CLASS) == IS_64_BIT;
        long table = wide ? elf.getLong(32) : elf.getInt(28);
        int size = elf.getShort(wide ? 54 : 42);
        int count = elf.getShort(wide ? 56 : 44);
        for (int i = 0; i < count; i++) {
            int header = Math.toIntExact(table) + i * size;
            if (elf.getInt(header) == LOADER) {
                long start = wide ? elf.getLong(header + 8) : elf.getInt(header + 4);
                long length = wide ? elf.getLong(header + 32) : elf.getInt(header + 16);
                return text(elf, start, length);
            }
        }
        return Optional.empty();
    }

    /// @return without the NUL at its end; empty when it is beyond what was read
    private static Optional<String> text(ByteBuffer elf, long start, long length) {
        if (length < 2 || start < 0 || start + length > elf.limit()) {
            return Optional.empty();
        }
        var name = new byte[Math.toIntExact(length - 1)];
        elf.get(Math.toIntExact(start), name);
        return Optional.of(new String(name, StandardCharsets.UTF_8));
    }
}
