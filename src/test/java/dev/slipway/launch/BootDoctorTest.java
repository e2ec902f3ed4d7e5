package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.docker.ContainerState;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.launch.Listeners.Listener;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BootDoctorTest {
    private static final Answer CLOSED = new Answer.Closed("refused");
    private static final Machine AMD64 = Machine.of(62);
    private static final Program SOUND = new Program.Binary("/app", AMD64, Optional.empty());

    @Test
    void names_the_memory_limit() {
        assertThat(told(seen(ended(137, true))))
                .isEqualTo(
                        "it ran out of memory while it started: it may use 512 MiB, so raise its memory limit (limits.memoryMb)");
    }

    @Test
    void tells_exit_codes_apart() {
        assertThat(told(seen(ended(127, false)))).contains("not found (exit code 127)");
        assertThat(told(seen(ended(126, false)))).contains("cannot be executed (exit code 126)");
        assertThat(told(seen(ended(0, false)))).contains("stay in the foreground");
        assertThat(told(seen(ended(3, false))))
                .isEqualTo(
                        "it ended with exit code 3 before it answered: mend what its log says (its log is empty)");
        assertThat(told(seen(ended(139, false)))).contains("signal 11, SIGSEGV: it crashed");
        assertThat(told(seen(ended(132, false)))).contains("SIGILL", "newer processor");
    }

    @Test
    void quotes_the_line_that_says_most() {
        assertThat(
                        told(
                                seen(ended(1, false))
                                        .log(
                                                "> node server.js",
                                                "\u001B[31mError: Cannot find module 'express'\u001B[0m",
                                                "    at require (loader.js:1)",
                                                "Node.js v22")))
                .endsWith("(its log: «Error: Cannot find module 'express'»)");
        assertThat(told(seen(ended(1, false)).log("x".repeat(1000)))).hasSizeLessThan(300);
    }

    @Test
    void repeats_no_secret() {
        assertThat(
                        told(
                                seen(ended(1, false))
                                        .log(
                                                "Error: no route to postgres://me:pw@db/x with hunter2hunter2")))
                .contains("«Error: no route to postgres://•••@db/x with •••»");
    }

    @Test
    void sees_where_it_listens() {
        assertThat(told(seen(running())))
                .isEqualTo(
                        "it runs and listens on no port after 60 s: make it listen on 0.0.0.0:8080, which PORT tells it");
        assertThat(told(seen(running()).listening(new Listener(8080, false))))
                .contains("127.0.0.1:8080, where only itself can reach it");
        assertThat(told(seen(running()).listening(new Listener(3000, true))))
                .contains("listens on port 3000, expected 0.0.0.0:8080");
        assertThat(told(seen(running()).listening(new Listener(3000, false))))
                .contains("listens on 127.0.0.1:3000, expected 0.0.0.0:8080");
        assertThat(told(seen(running()).listening(new Listener(8080, true))))
                .contains("accepts nothing over IPv4 there: make it listen on 0.0.0.0:8080");
    }

    @Test
    void tells_one_that_needs_longer_from_one_that_does_nothing() {
        assertThat(told(seen(running()).doing("its log goes on")))
                .contains("still starting after 60 s (its log goes on)", "raise startTimeoutMs");
        assertThat(told(seen(running()).doing("its log goes on").log("A_KEY is not set, waiting")))
                .contains("raise startTimeoutMs, or add A_KEY to its env, which its log misses");
        assertThat(
                        told(
                                seen(running())
                                        .doing("its log goes on")
                                        .listening(new Listener(3000, true))))
                .contains("listens on port 3000");
    }

    @Test
    void tells_one_that_ends_again_and_again() {
        var looping =
                new ContainerState("c", Status.RUNNING, 0, false, 42, Optional.empty(), "", 3);

        assertThat(told(seen(looping).log("Error: no config")))
                .isEqualTo(
                        "it ended and was started again, 3 times in 60 s: mend what its log says (its log: «Error: no config»)");
    }

    @ParameterizedTest
    @CsvSource({
        "400, Host header",
        "401, asks for no login",
        "403, asks for no login",
        "404, set healthPath to a path that it serves",
        "405, a path that answers GET",
        "500, mend what its log says",
        "503, raise startTimeoutMs"
    })
    void has_a_remedy_for_each_answer(int status, String remedy) {
        var answer = new Answer.Unwell("answers GET / with " + status, Optional.of(status));

        assertThat(told(seen(running()).answering(answer)))
                .startsWith("it answers GET / with %d, 60 s after its start".formatted(status))
                .contains(remedy);
    }

    @Test
    void tells_silence_from_another_language() {
        assertThat(
                        told(
                                seen(running())
                                        .answering(
                                                new Answer.Silent(
                                                        "accepts connections, and says nothing"))))
                .startsWith("it accepts connections, and says nothing, 60 s after its start")
                .contains("see where it hangs");
        assertThat(
                        told(
                                seen(running())
                                        .answering(
                                                new Answer.Unwell(
                                                        "does not answer GET / in HTTP",
                                                        Optional.empty()))))
                .contains("let it speak plain HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL is not set",
                "Error: DATABASE_URL environment variable is required",
                "serve.sh: line 1: DATABASE_URL: unbound variable",
                "/serve.sh: line 3: DATABASE_URL: parameter not set",
                "panic: DATABASE_URL must be set: NotPresent",
                "KeyError: 'DATABASE_URL'",
                "fetch: key not found: \"DATABASE_URL\" (KeyError)",
                "Missing required environment variable: DATABASE_URL",
                "missing DATABASE_URL",
                "required key DATABASE_URL missing value",
                "env: required environment variable \"DATABASE_URL\" is not set",
                "error: Environment variable not found: DATABASE_URL.",
                "const db = new URL(process.env.DATABASE_URL)",
                "django ImproperlyConfigured: Set the DATABASE_URL environment variable",
                "Could not resolve placeholder 'DATABASE_URL' in value \"${DATABASE_URL}\"",
                "** (RuntimeError) environment variable DATABASE_URL is missing.",
                "You must specify DATABASE_URL: it cannot be empty",
                "DATABASE_URL isn't set",
                "\"DATABASE_URL\" has not been set",
                "DATABASE_URL must not be empty",
                "ValueError: DATABASE_URL cannot be empty"
            })
    void names_the_variable_that_it_misses(String line) {
        assertThat(told(seen(ended(1, false)).log("starting", line)))
                .startsWith(
                        "it needs the environment variable DATABASE_URL, which is not set: add it to its env");
        assertThat(told(seen(ended(1, false)).having("DATABASE_URL").log(line)))
                .startsWith("it ended with exit code 1");
        assertThat(told(seen(running()).log(line))).contains("variable DATABASE_URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: not set up yet",
                "KeyError: 'name'",
                "GET /healthz HTTP/1.1 not found",
                "E_NOTICE: Undefined index",
                "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express'",
                "rpc error: NOT_FOUND: no such key, INVALID_ARGUMENT: not now",
                "WARN SENTRY_DSN is not set",
                "CACHE_SIZE is not set, defaulting to 10",
                "Error code: MODULE_NOT_FOUND",
                "x509: certificate signed by unknown authority SSL_ERROR"
            })
    void takes_no_other_word_for_a_variable(String line) {
        assertThat(told(seen(ended(1, false)).log(line))).startsWith("it ended with exit code 1");
    }

    @Test
    void names_all_variables_that_it_misses() {
        assertThat(told(seen(ended(1, false)).log("A_KEY is not set", "B_KEY is required")))
                .startsWith(
                        "it needs the environment variables A_KEY and B_KEY, which are not set: add them to its env");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: listen EACCES: permission denied 0.0.0.0:80",
                "nginx: [emerg] 1#1: bind() to 0.0.0.0:80 failed (13: Permission denied)",
                "2026/11/25 12:30:45 listen tcp :80: bind: permission denied",
                "(13)Permission denied: AH00072: make_sock: could not bind to address [::]:80",
                "nc: bind: Permission denied"
            })
    void names_the_port_that_it_may_not_listen_on(String line) {
        assertThat(told(seen(ended(1, false)).expecting(80).by("1000:1000").log(line)))
                .startsWith(
                        "it may not listen on port 80: those below 1024 are root's, and it runs as 1000:1000");
        assertThat(told(seen(ended(1, false)).expecting(80).by("").log(line)))
                .startsWith("it ended with exit code 1");
    }

    @Test
    void knows_what_servers_and_loaders_say() {
        assertThat(
                        told(
                                seen(ended(1, false))
                                        .log(
                                                "Error: listen EADDRINUSE: address already in use :::3000")))
                .contains("start one server only");
        assertThat(
                        told(
                                seen(ended(127, false))
                                        .log(
                                                "/app: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory")))
                .contains("it needs the library libpq.so.5");
        assertThat(
                        told(
                                seen(ended(127, false))
                                        .log(
                                                "Error loading shared library libgcc_s.so.1: No such file or directory (needed by /app)")))
                .contains("it needs the library libgcc_s.so.1");
        assertThat(
                        told(
                                seen(ended(134, false))
                                        .log(
                                                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory")))
                .contains("its heap was full");
        assertThat(told(seen(ended(1, false)).log("Error: connect ECONNREFUSED 127.0.0.1:5432")))
                .contains("it looks for port 5432 of its own 127.0.0.1");
        assertThat(
                        told(
                                seen(ended(1, false))
                                        .log(
                                                "connection to server at \"localhost\" (127.0.0.1), port 5432 failed: Connection refused")))
                .contains("it looks for port 5432 of its own 127.0.0.1");
    }

    @Test
    void knows_why_a_program_cannot_be_run() {
        assertThat(running(new Program.Missing("/app")))
                .startsWith("its command /app is not in its image: check ENTRYPOINT");
        assertThat(running(new Program.Folder("/app"))).startsWith("its command /app is a folder");
        assertThat(running(new Program.NotExecutable("/app", 0644)))
                .startsWith("its command /app is not executable (its mode is 0644): chmod +x");
        assertThat(running(new Program.Text("/app"))).contains("a script that begins with #!");
        assertThat(running(new Program.Script("/app", new Program.Missing("/bin/bash"), false)))
                .startsWith("its command /app begins with #!/bin/bash, which is not in its image");
        assertThat(running(new Program.Script("/app", SOUND, true))).contains("ends in CR LF");
        assertThat(
                        running(
                                new Program.Binary(
                                        "/app",
                                        AMD64,
                                        Optional.of(new Program.Missing("/lib/ld-musl.so.1")))))
                .contains("needs the loader /lib/ld-musl.so.1", "link it statically");
    }

    @Test
    void knows_programs_of_other_machines() {
        var foreign = new Program.Binary("/app", Machine.of(183), Optional.empty());

        assertThat(running(foreign))
                .isEqualTo(
                        "its command /app is built for arm64 and this machine is amd64: let the Dockerfile build or copy one for linux/amd64");
        assertThat(told(seen(ended(2, false)).running(foreign).madeFor("arm64")))
                .endsWith("its image is for linux/arm64, take or build one for linux/amd64");
        assertThat(
                        running(
                                new Program.Script(
                                        "/app",
                                        new Program.Binary(
                                                "/bin/sh", Machine.of(183), Optional.empty()),
                                        false)))
                .startsWith("the interpreter /bin/sh of its command /app is built for arm64");
        assertThat(running(new Program.Binary("/app", Machine.of(3), Optional.empty())))
                .startsWith("its command was not found"); // amd64 runs those of the 386
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Docker could not start container c: unable to find user nobody: no matching entries in passwd file | its image has no user nobody
                    Docker could not create container c: No command specified | its image says nothing to run
                    Docker could not start container c: OCI runtime create failed: container init was OOM-killed (memory limit too low?) | it ran out of memory
                    Docker could not start container c: OCI runtime create failed: exec: "/app": stat /app: no such file or directory: unknown | its command /app is not in its image
                    """)
    void translates_what_docker_refuses_for_the_apps_own_fault(String said, String sentence) {
        assertThat(refused(said)).hasValueSatisfying(told -> assertThat(told).startsWith(sentence));
    }

    @Test
    void leaves_dockers_own_trouble_to_docker() {
        assertThat(refused("Docker could not start container c: No such file or directory"))
                .isEmpty();
        assertThat(refused("Docker could not create container c: no space left on device"))
                .isEmpty();
    }

    private static Optional<String> refused(String said) {
        return RefusalDoctor.diagnose(
                said,
                new Setup(List.of(new Program.Missing("/app")), "amd64", "amd64", "", Set.of()),
                512);
    }

    private static String running(Program program) {
        return told(seen(ended(127, false)).running(program));
    }

    private static String told(Case seen) {
        return BootDoctor.diagnose(
                new BootDoctor.Symptoms(
                        new PortPlan(seen.port, List.of(seen.port)),
                        seen.state,
                        seen.listeners,
                        seen.answer,
                        new Setup(
                                List.of(seen.program),
                                seen.image,
                                "amd64",
                                seen.user,
                                seen.variables),
                        BootLog.of(seen.log, List.of("hunter2hunter2")),
                        seen.progress,
                        Duration.ofSeconds(60),
                        512));
    }

    private static Case seen(ContainerState state) {
        return new Case(state);
    }

    /// A sound app, but for what is said of it.
    private static final class Case {
        private final ContainerState state;
        private int port = 8080;
        private List<Listener> listeners = List.of();
        private Answer answer = CLOSED;
        private Program program = SOUND;
        private String image = "amd64";
        private String user = "";
        private Set<String> variables = Set.of("PATH");
        private String log = "";
        private Optional<String> progress = Optional.empty();

        private Case(ContainerState state) {
            this.state = state;
        }

        Case expecting(int expected) {
            port = expected;
            return this;
        }

        Case listening(Listener... on) {
            listeners = List.of(on);
            return this;
        }

        Case answering(Answer said) {
            answer = said;
            return this;
        }

        Case running(Program what) {
            program = what;
            return this;
        }

        Case madeFor(String architecture) {
            image = architecture;
            return this;
        }

        Case by(String name) {
            user = name;
            return this;
        }

        Case having(String... names) {
            variables = Set.of(names);
            return this;
        }

        Case log(String... lines) {
            log = String.join("\n", lines);
            return this;
        }

        Case doing(String what) {
            progress = Optional.of(what);
            return this;
        }
    }

    private static ContainerState running() {
        return new ContainerState("c", Status.RUNNING, 0, false, 42, Optional.empty(), "", 0);
    }

    private static ContainerState ended(int code, boolean outOfMemory) {
        return new ContainerState(
                "c", Status.EXITED, code, outOfMemory, 0, Optional.empty(), "", 1);
    }
}
