package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.GitRepository;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.SampleApp;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an owner is told when the first deployment does not come up: what was seen, and what to do.
/// The images are made `FROM scratch`, so nothing inside them can help.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class FirstDeployTest {
    private static final String SERVE = "exec /busybox httpd -f -p 0.0.0.0:$PORT -h /www";
    private static final String BROKEN =
            "while true; do printf 'HTTP/1.1 500 No\\r\\nContent-Length: 0\\r\\n\\r\\n' | /busybox nc -l -p 8080 >/dev/null; done";

    private static final String REPOSITORY = "seeds";

    @TempDir Path temp;
    private final Engine engine = new Engine();
    private final List<Seed> seeds = new ArrayList<>();
    private GitServer git;
    private GitRepository source;

    @BeforeEach
    void prepareTheGround() {
        git = GitServer.in(temp.resolve("git"));
        source = SampleApp.serving(GitRepository.in(temp.resolve("source")), "served");
    }

    @AfterEach
    void removeApps() {
        assertThat(ofEach(Seed::removed)).containsOnly(204);
        git.close();
    }

    @Test
    void where_it_listens_and_whether_it_is_on_its_way() {
        seed("loopback")
                .script("exec /busybox httpd -f -p 127.0.0.1:8080 -h /www")
                .told(
                        "it listens on 127.0.0.1:8080, where only itself can reach it: make it listen on 0.0.0.0:8080");
        seed("otherport")
                .script("exec /busybox httpd -f -p 0.0.0.0:5173 -h /www")
                .told(
                        "it listens on port 5173, expected 0.0.0.0:8080: use the variable PORT, or set the app's port");
        seed("noport")
                .script("echo I do not listen; exec /busybox sleep 1000")
                .told(
                        "it runs and listens on no port after 4 s: make it listen on 0.0.0.0:8080, which PORT tells it");
        seed("twoservers")
                .script("/busybox httpd -p 127.0.0.1:8080; exec /busybox httpd -f -p 8080")
                .told(
                        "it cannot listen where another of its own processes does already: start one server only (its log: «httpd: bind: Address already in use»)");
        seed("lowport")
                .script("echo 12:30:45 listen tcp 0.0.0.0:80: bind: permission denied; exit 1")
                .dockerfile(
                        """
                        FROM scratch
                        COPY busybox lowport.sh /
                        EXPOSE 80
                        USER 1000
                        ENTRYPOINT ["/busybox", "sh", "/lowport.sh"]
                        """)
                .told(
                        "it may not listen on port 80: those below 1024 are root's, and it runs as 1000");

        seed("chatty")
                .script("while true; do echo migrating; /busybox sleep 0.2; done")
                .with("\"startTimeoutMs\":2000")
                .told(
                        "it is still starting after 2 s (its log goes on) and listens on no port yet: raise startTimeoutMs");
        seed("busy")
                .script("while true; do :; done")
                .told(" % of a core) and listens on no port yet: raise startTimeoutMs");

        assertAllTold();
    }

    @Test
    void how_it_ended() {
        seed("quitter")
                .script("echo starting; echo Error: no config file; echo bye; exit 3")
                .told(
                        "it ended with exit code 3 before it answered: mend what its log says (its log: «Error: no config file»)");
        seed("latequitter")
                .script("/busybox sleep 0.5; exit 4")
                .told("it ended with exit code 4 before it answered");
        seed("done")
                .script("exit 0")
                .told(
                        "it ended by itself with exit code 0 instead of serving: its command must stay in the foreground");
        seed("segfault")
                .script("kill -SEGV $$")
                .told("it was ended by signal 11, SIGSEGV: it crashed");
        seed("hungry")
                .script("x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done")
                .with("\"limits\":{\"memoryMb\":16}")
                .told(
                        "it ran out of memory while it started: it may use 16 MiB, so raise its memory limit");
        seed("unset")
                .script(": ${DATABASE_URL:?}")
                .told(
                        "it needs the environment variable DATABASE_URL, which is not set: add it to its env");
        seed("isset")
                .script("echo DATABASE_URL is not set properly; exit 1")
                .with("\"env\":{\"DATABASE_URL\":\"x\"}")
                .told("it ended with exit code 1 before it answered");

        assertAllTold();
    }

    @Test
    void what_cannot_be_run() {
        seed("foreign")
                .program("/program", foreignProgram())
                .told(
                        "its command /program is built for arm64 and this machine is amd64: let the Dockerfile build or copy one for linux/amd64");
        seed("missing")
                .program("/nothing", "")
                .told("its command /nothing is not in its image: check ENTRYPOINT, CMD");
        seed("bash")
                .program("/program", "#!/bin/bash\n")
                .told("its command /program begins with #!/bin/bash, which is not in its image");
        seed("dynamic")
                .program("/program", bytes(Path.of("/bin/true")))
                .told(
                        "its command /program needs the loader /lib64/ld-linux-x86-64.so.2, which is not in its image: link it statically");
        seed("mode")
                .program("/index.html", "")
                .told("its command /index.html is not executable (its mode is 0644): chmod +x");
        seed("shellform")
                .script("")
                .dockerfile("FROM scratch\nCOPY busybox /bin/sh\nCMD exec /app/serve --quiet\n")
                .told("its command /app/serve is not in its image");
        seed("nouser")
                .script(SERVE)
                .dockerfile(
                        "FROM scratch\nCOPY busybox /\nUSER nobody\nENTRYPOINT [\"/busybox\"]\n")
                .told("its image has no user nobody: create it in the Dockerfile");
        seed("nocommand")
                .script(SERVE)
                .dockerfile("FROM scratch\nCOPY busybox /\n")
                .told("its image says nothing to run: give it a CMD or ENTRYPOINT");

        assertAllTold();
    }

    @Test
    void what_it_answers() {
        seed("notthere")
                .script(SERVE)
                .with("\"healthPath\":\"/healthz\"")
                .told(
                        "it answers GET /healthz with 404, 4 s after its start, where 200 to 399 is ready: set healthPath to a path that it serves");
        seed("broken")
                .script("echo Exception: no such table; " + BROKEN)
                .told(
                        "it answers GET / with 500, 4 s after its start, where 200 to 399 is ready: mend what its log says (its log: «Exception: no such table»)");
        seed("hangs")
                .script("exec /busybox nc -ll -p 8080 -e /busybox sleep 1000")
                .told("it accepts connections, and does not answer GET / within 3000 ms");

        assertAllTold();
    }

    @Test
    void an_app_may_take_longer_than_others_when_its_owner_says_so() {
        var slow =
                seed("slow").script("/busybox sleep 5; " + SERVE).with("\"startTimeoutMs\":30000");
        push();

        assertThat(slow.deployed().path("status").asText()).isEqualTo("live");
    }

    /// An app that is deployed for the first time, and what its owner must be told then.
    private final class Seed {
        private final String name;
        private String settings = "";
        private String sentence = "";

        Seed(String name) {
            this.name = name;
        }

        Seed script(String script) {
            source.write(name + ".sh", script + "\n");
            return dockerfile(
                    """
                    FROM scratch
                    COPY busybox %s.sh /
                    COPY www /www
                    EXPOSE 8080
                    ENTRYPOINT ["/busybox", "sh", "/%s.sh"]
                    """
                            .formatted(name, name));
        }

        /// The image has this as its `/program`, and `command` as its command.
        Seed program(String command, byte[] program) {
            source.write(name, program).executable(name);
            return dockerfile(
                    "FROM scratch\nCOPY %s /program\nCOPY www /\nENTRYPOINT [\"%s\"]\n"
                            .formatted(name, command));
        }

        Seed program(String command, String program) {
            return program(command, program.getBytes(StandardCharsets.UTF_8));
        }

        Seed dockerfile(String text) {
            source.write(name + ".Dockerfile", text);
            return this;
        }

        /// @param fields of the app, as the API has them
        Seed with(String fields) {
            settings = "," + fields;
            return this;
        }

        void told(String part) {
            sentence = part;
        }

        JsonNode deployed() {
            engine.post(
                            "/api/apps",
                            "{\"name\":\"%s\",\"repository\":\"%s\",\"build\":{\"dockerfile\":\"%s.Dockerfile\"}%s}"
                                    .formatted(name, git.url(REPOSITORY), name, settings))
                    .then()
                    .statusCode(201);
            return engine.deploy("/api/apps/%s/deploy".formatted(name), "{}");
        }

        int removed() {
            return engine.authorized().delete("/api/apps/" + name).statusCode();
        }
    }

    private Seed seed(String name) {
        var seed = new Seed(name);
        seeds.add(seed);
        return seed;
    }

    private void push() {
        source.commit("seeds");
        source.push(git.create(REPOSITORY), "main");
    }

    private void assertAllTold() {
        push();
        var deployments = ofEach(Seed::deployed);
        var softly = new SoftAssertions();
        for (int i = 0; i < seeds.size(); i++) {
            var failure = deployments.get(i).path("failure");
            softly.assertThat(failure.path("stage").asText()).isEqualTo("launch");
            softly.assertThat(failure.path("message").asText())
                    .startsWith(seeds.get(i).name + " did not start: ")
                    .contains(seeds.get(i).sentence);
        }
        softly.assertAll();
    }

    /// All at the same time.
    private <T> List<T> ofEach(Function<Seed, T> act) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var acts = seeds.stream().map(seed -> threads.submit(() -> act.apply(seed))).toList();
            return acts.stream().map(FirstDeployTest::ended).toList();
        }
    }

    private static <T> T ended(Future<T> act) {
        try {
            return act.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A program of this machine that says it is of another.
    private static byte[] foreignProgram() {
        var program = bytes(Path.of("/bin/busybox"));
        program[18] = (byte) 183; // e_machine: AArch64
        return program;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
