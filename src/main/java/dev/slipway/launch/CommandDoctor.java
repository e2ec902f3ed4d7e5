package dev.slipway.launch;

import java.util.Optional;
import java.util.Set;

/// Says why the kernel cannot run the command of a container, if that is so. Docker's init only
/// repeats the kernel's "no such file or directory", which may mean the command, its interpreter,
/// its loader or its machine. Pure.
final class CommandDoctor {
    private CommandDoctor() {}

    static Optional<String> diagnose(Setup setup) {
        return setup.programs().stream()
                .flatMap(
                        program -> defect("its command " + program.path(), program, setup).stream())
                .findFirst();
    }

    /// Why the kernel cannot run it.
    ///
    /// @param subject what it is, for the sentence
    private static Optional<String> defect(String subject, Program program, Setup setup) {
        return switch (program) {
            case Program.Missing _ ->
                    Optional.of(
                            "%s is not in its image: check ENTRYPOINT, CMD and what the Dockerfile copies or installs"
                                    .formatted(subject));
            case Program.Folder _ ->
                    Optional.of("%s is a folder: name a program in it".formatted(subject));
            case Program.NotExecutable(_, var mode) ->
                    Optional.of(
                            "%s is not executable (its mode is %04o): chmod +x it in Git, or COPY --chmod=755"
                                    .formatted(subject, mode));
            case Program.Text _ ->
                    Optional.of(
                            "%s is neither a program for Linux nor a script that begins with #!: check what the Dockerfile copies"
                                    .formatted(subject));
            case Program.Binary(_, var machine, _) when machine.isForeignTo(setup.machine()) ->
                    Optional.of(foreign(subject, machine, setup));
            case Program.Binary(_, _, var loader) ->
                    loader.flatMap(l -> loaderDefect(subject, l, setup));
            case Program.Script(_, _, var crlf) when crlf ->
                    Optional.of(
                            "the first line of %s ends in CR LF, which Linux takes for a part of its name: save it with line ends of Unix"
                                    .formatted(subject));
            case Program.Script(_, var interpreter, _) ->
                    interpreterDefect(subject, interpreter, setup);
        };
    }

    private static Optional<String> loaderDefect(String subject, Program loader, Setup setup) {
        return loader instanceof Program.Missing(var path)
                ? Optional.of(
                        "%s needs the loader %s, which is not in its image: link it statically, or use a base image with the C library that it is built for"
                                .formatted(subject, path))
                : defect("the loader %s of %s".formatted(loader.path(), subject), loader, setup);
    }

    private static Optional<String> interpreterDefect(
            String subject, Program interpreter, Setup setup) {
        return interpreter instanceof Program.Missing(var path)
                ? Optional.of(
                        "%s begins with #!%s, which is not in its image: install that, or begin it with another"
                                .formatted(subject, path))
                : defect(
                        "the interpreter %s of %s".formatted(interpreter.path(), subject),
                        interpreter,
                        setup);
    }

    private static String foreign(String subject, Machine machine, Setup setup) {
        return "%s is built for %s and this machine is %s: %s"
                .formatted(
                        subject,
                        machine.name(),
                        setup.machine(),
                        Set.of("", setup.machine()).contains(setup.imageArchitecture())
                                ? "let the Dockerfile build or copy one for linux/"
                                        + setup.machine()
                                : "its image is for linux/%s, take or build one for linux/%s"
                                        .formatted(setup.imageArchitecture(), setup.machine()));
    }
}
