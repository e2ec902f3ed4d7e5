package dev.slipway.git;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.Revision;
import dev.slipway.config.CaBundle;
import dev.slipway.lab.GitRepository;
import dev.slipway.lab.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHttpTest {
    private static final AppName APP = new AppName("hello");

    @TempDir Path temp;
    private final Receiver receiver = new Receiver();
    private Vertx vertx;
    private JGitMirrors mirrors;
    private GitRepository work;
    private String server;
    private String url;

    /// Deploys at once, and remembers what.
    private static final class Receiver implements PushReceiver {
        private final List<String> pushed = new CopyOnWriteArrayList<>();
        private Optional<String> closed = Optional.empty();
        private Work work = (_, _) -> Optional.empty();

        interface Work {
            Optional<String> on(Revision commit, PrintWriter progress);
        }

        @Override
        public Optional<String> refusal(AppName app) {
            return closed;
        }

        @Override
        public Optional<String> pushed(
                AppName app, BranchName branch, Revision commit, PrintWriter progress) {
            var refusal = work.on(commit, progress);
            pushed.add(app + " " + branch + " " + commit);
            return refusal;
        }
    }

    @BeforeEach
    void an_engine_and_a_repository_with_one_commit() throws Exception {
        MeasuredDisk.of(temp);
        var config = Settings.in(temp.resolve("state"), Map.of());
        var folders = new MirrorFolders(config);
        mirrors = new JGitMirrors(config, folders, new CaBundle(config));
        vertx = Vertx.vertx();
        var router = Router.router(vertx);
        new GitHttp(folders, receiver).routes(router);
        HttpServer http = vertx.createHttpServer().requestHandler(router);
        http.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, SECONDS);
        server = "http://127.0.0.1:" + http.actualPort();
        url = server + "/git/hello.git";
        work = GitRepository.in(temp.resolve("work"));
        work.write("a.txt", "one\n").commit("first");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    @Test
    void an_accepted_push_moves_the_branch() {
        receiver.work =
                (commit, progress) -> {
                    try (var tree = mirrors.open(APP, commit)) {
                        progress.println("found " + tree.root());
                    }
                    return Optional.empty();
                };
        var output = work.git("push", url, "main");
        assertThat(output).contains("remote: found [a.txt]", "main -> main");
        assertThat(mirrors.tip(APP, BranchName.MAIN)).contains(work.head());
        assertThat(receiver.pushed).containsExactly("hello main " + work.head());
    }

    @Test
    void a_refused_push_leaves_the_branch_and_tells_why() {
        work.git("push", "-q", url, "main");
        var before = work.head();
        work.write("a.txt", "two\n").commit("second");
        receiver.work = (_, _) -> Optional.of("the build failed: exit code 1");
        var push = work.attempt("push", url, "main");
        assertThat(push.exit()).isEqualTo(1);
        assertThat(push.output())
                .contains("! [remote rejected] main -> main (the build failed: exit code 1)");
        assertThat(mirrors.tip(APP, BranchName.MAIN)).contains(before);
    }

    @Test
    void a_refused_commit_can_be_pushed_again() {
        receiver.work = (_, _) -> Optional.of("no room");
        work.attempt("push", url, "main");
        receiver.work = (_, _) -> Optional.empty();
        work.git("push", url, "main");
        assertThat(receiver.pushed).hasSize(2);
    }

    @Test
    void lines_arrive_while_the_deployment_runs() throws Exception {
        var seen = new CountDownLatch(1);
        receiver.work =
                (_, progress) -> {
                    progress.println("building");
                    return arrives(seen) ? Optional.empty() : Optional.of("nobody saw the line");
                };
        var push = work.start("push", url, "main");
        try (var lines = lines(push)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("remote: building")) {
                    seen.countDown();
                }
            }
        }
        assertThat(push.waitFor()).isZero();
    }

    @Test
    void a_silent_deployment_keeps_the_connection() {
        receiver.work =
                (_, progress) -> {
                    assertThat(arrives(new CountDownLatch(1), 6)).isFalse();
                    progress.println("done");
                    return Optional.empty();
                };
        assertThat(work.git("push", url, "main")).contains("remote: done", "main -> main");
    }

    @Test
    void the_deployment_goes_on_when_the_client_goes_away() throws Exception {
        var started = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        receiver.work =
                (_, progress) -> {
                    started.countDown();
                    arrives(gone);
                    progress.println("nobody reads this");
                    return Optional.empty();
                };
        var push = work.start("push", url, "main");
        assertThat(arrives(started)).isTrue();
        push.descendants().forEach(ProcessHandle::destroyForcibly);
        push.destroyForcibly().waitFor();
        gone.countDown();
        await().untilAsserted(
                        () -> assertThat(mirrors.tip(APP, BranchName.MAIN)).contains(work.head()));
    }

    @Test
    void a_tag_is_refused_and_the_branch_beside_it_is_not() {
        work.git("tag", "v1");
        var push = work.attempt("push", url, "main", "v1");
        assertThat(push.output())
                .contains("! [remote rejected] v1 -> v1 (branches are deployed here, not tags)")
                .contains("[new branch]      main -> main");
    }

    @Test
    void a_delete_is_refused() {
        work.git("push", "-q", url, "main");
        assertThat(work.attempt("push", url, ":main").output())
                .contains("! [remote rejected] main (nothing is deleted by a push");
        assertThat(mirrors.tip(APP, BranchName.MAIN)).isPresent();
    }

    @Test
    void two_branches_at_once_are_refused() {
        var push = work.attempt("push", url, "main", "main:other");
        assertThat(push.output()).contains("main -> main (push one branch at a time)");
        assertThat(receiver.pushed).isEmpty();
    }

    @Test
    void our_own_refs_are_neither_shown_nor_taken() {
        work.git("push", "-q", url, "main");
        assertThat(work.attempt("push", url, "main:refs/slipway/fetched/main").output())
                .contains("only branches are deployed here");
        var internal = temp.resolve("state/git/hello.git");
        work.git("--git-dir", internal.toString(), "update-ref", "refs/slipway/x", "main");
        assertThat(work.git("ls-remote", url))
                .contains("refs/heads/main")
                .doesNotContain("slipway");
    }

    @Test
    void an_app_that_takes_no_pushes_says_why() {
        receiver.closed = Optional.of("app hello is fetched from https://example.com/x.git");
        var push = work.attempt("push", url, "main");
        assertThat(push.output())
                .contains("remote error: app hello is fetched from https://example.com/x.git");
    }

    @Test
    void a_receiver_that_breaks_refuses_the_push() {
        receiver.work =
                (_, _) -> {
                    throw new IllegalStateException("bug");
                };
        assertThat(work.attempt("push", url, "main").output())
                .contains("main -> main (the engine failed: see its log)");
    }

    @Test
    void a_large_push_comes_through_in_one_piece_and_in_chunks() {
        work.write("big.bin", random(20 << 20)).commit("big");
        work.git("push", "-q", url, "main");
        assertThat(mirrors.tip(APP, BranchName.MAIN)).contains(work.head());
        work.write("big.bin", random(21 << 20)).commit("bigger");
        work.git("-c", "http.postBuffer=100000000", "push", "-q", url, "main");
        assertThat(mirrors.tip(APP, BranchName.MAIN)).contains(work.head());
    }

    @Test
    void what_was_pushed_can_be_cloned_with_each_protocol() throws IOException {
        work.git("branch", "-m", "trunk");
        for (var version : new String[] {"0", "1", "2"}) {
            work.write("a.txt", "version " + version).commit(version);
            work.git("-c", "protocol.version=" + version, "push", "-q", url, "trunk");
            var clone = temp.resolve("clone" + version);
            work.git("-c", "protocol.version=" + version, "clone", "-q", url, clone.toString());
            assertThat(Files.readString(clone.resolve("a.txt"))).isEqualTo("version " + version);
        }
        var first = new GitRepository(temp.resolve("clone0"));
        first.git("pull", "-q");
        assertThat(first.head()).isEqualTo(work.head());
    }

    @Test
    void many_refs_are_asked_for_in_a_packed_request() {
        for (int i = 0; i < 60; i++) {
            work.write("a.txt", "version " + i).commit("c" + i);
        }
        work.git("push", "-q", url, "main");
        var clone = GitRepository.in(temp.resolve("clone"));
        clone.git("fetch", "-q", work.folder().toString(), "main");
        for (int i = 0; i < 60; i++) {
            clone.write("b.txt", "b" + i).commit("own" + i);
        }
        clone.git("fetch", "-q", url, "main");
        assertThat(clone.git("rev-parse", "FETCH_HEAD").strip()).isEqualTo(work.head().value());
    }

    @Test
    void a_bad_name_and_an_unknown_app_are_not_found() throws Exception {
        assertThat(status("/git/Bad_Name.git/info/refs?service=git-upload-pack")).isEqualTo(404);
        assertThat(status("/git/nothing.git/info/refs?service=git-upload-pack")).isEqualTo(404);
        assertThat(status("/git/hello.git/info/refs")).isEqualTo(403);
        assertThat(temp.resolve("state/git/nothing.git")).doesNotExist();
    }

    private int status(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server + path)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static boolean arrives(CountDownLatch latch) {
        return arrives(latch, 20);
    }

    private static boolean arrives(CountDownLatch latch, int seconds) {
        try {
            return latch.await(seconds, SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
