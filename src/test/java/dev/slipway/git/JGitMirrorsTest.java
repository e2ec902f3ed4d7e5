package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import dev.slipway.config.CaBundle;
import dev.slipway.lab.GitRepository;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitMirrorsTest {
    private static final AppName APP = new AppName("hello");
    private static final BranchName MAIN = BranchName.MAIN;

    @TempDir Path temp;
    private GitServer server;
    private GitRepository work;
    private String url;
    private JGitMirrors mirrors;

    @BeforeEach
    void one_repository_with_one_commit() {
        MeasuredDisk.of(temp);
        server = GitServer.in(temp.resolve("server"));
        url = server.create("hello");
        work = GitRepository.in(temp.resolve("work"));
        work.write("a.txt", "one\n").commit("first");
        work.push(url, "main");
        mirrors = mirrors(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_first_fetch_brings_the_tip_of_the_branch() {
        assertThat(fetch(url)).isEqualTo(work.head());
        assertThat(text("a.txt")).contains("one\n");
    }

    @Test
    void a_second_fetch_brings_only_what_is_new() {
        work.write("big.bin", random(2 << 20)).commit("big");
        work.push(url, "main");
        fetch(url);
        work.write("a.txt", "two\n").commit("small");
        work.push(url, "main");
        var before = server.bytes();
        assertThat(fetch(url)).isEqualTo(work.head());
        assertThat(server.bytes() - before).isLessThan(4096);
        assertThat(text("a.txt")).contains("two\n");
    }

    @Test
    void nothing_is_fetched_when_the_commit_is_there() {
        var first = work.head();
        work.write("a.txt", "two\n").commit("second");
        work.push(url, "main");
        fetch(url);
        var before = server.requests();
        assertThat(fetch(url, first)).isEqualTo(first);
        assertThat(server.requests()).isEqualTo(before);
    }

    @Test
    void an_older_commit_of_the_branch_is_found() {
        var first = work.head();
        work.write("a.txt", "two\n").commit("second");
        work.push(url, "main");
        assertThat(fetch(url, first)).isEqualTo(first);
    }

    @Test
    void a_branch_that_was_forced_back_is_followed() {
        work.write("a.txt", "two\n").commit("second");
        work.push(url, "main");
        fetch(url);
        work.git("reset", "-q", "--hard", "HEAD~1");
        work.push(url, "main");
        assertThat(fetch(url)).isEqualTo(work.head());
    }

    @Test
    void a_branch_may_become_a_folder_of_branches() {
        work.push(url, "login");
        mirrors.fetch(APP, new RepositoryUrl(url), new BranchName("login"), Optional.empty());
        work.git("push", "-q", url, ":login");
        work.push(url, "login/form");
        var branch = new BranchName("login/form");
        assertThat(mirrors.fetch(APP, new RepositoryUrl(url), branch, Optional.empty()))
                .isEqualTo(work.head());
    }

    @Test
    void a_commit_outside_the_branch_is_fetched_where_the_server_allows_it() {
        server.configure("hello", "uploadpack.allowAnySHA1InWant", "true");
        var other = commitOnBranch("other");
        assertThat(fetch(url, other)).isEqualTo(other);
        var before = server.requests();
        fetch(url, other);
        assertThat(server.requests()).isEqualTo(before);
    }

    @Test
    void a_commit_that_was_never_pushed_is_named() {
        var lost = work.write("b.txt", "b").commit("not pushed");
        assertThatThrownBy(() -> fetch(url, lost))
                .isInstanceOf(GitTrouble.class)
                .hasMessage(
                        "commit %s is not on branch main of %s: push it first, or name the right branch",
                        lost.brief(), url);
    }

    @Test
    void a_missing_branch_is_answered_with_those_there_are() {
        for (var name : new String[] {"a", "b", "c", "d", "e"}) {
            work.push(url, name);
        }
        var branch = new BranchName("prod");
        assertThatThrownBy(
                        () -> mirrors.fetch(APP, new RepositoryUrl(url), branch, Optional.empty()))
                .isInstanceOf(GitTrouble.class)
                .hasMessage("there is no branch prod in %s: it has a, b, c, d, e, …", url);
    }

    @Test
    void an_empty_repository_is_named() {
        var empty = server.create("empty");
        assertThatThrownBy(() -> fetch(empty)).hasMessageContaining("is empty: push branch main");
    }

    @Test
    void a_login_in_the_url_is_used() {
        server.requireLogin("me", "s3cr@t");
        assertThat(fetch(url.replace("//", "//me:s3cr%40t@"))).isEqualTo(work.head());
    }

    @Test
    void a_wrong_login_is_refused_and_not_repeated_in_the_message() {
        server.requireLogin("me", "right");
        assertThatThrownBy(() -> fetch(url.replace("//", "//me:wr0ng@")))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("refused the login")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("wr0ng"));
    }

    @Test
    void a_missing_login_is_asked_for() {
        server.requireLogin("me", "right");
        assertThatThrownBy(() -> fetch(url)).hasMessageContaining("refused the login");
    }

    @Test
    void a_forbidden_repository_is_named() throws IOException {
        try (var answer = Answering.with(403, "")) {
            assertThatThrownBy(() -> fetch(answer.url())).hasMessageContaining("forbids reading");
        }
    }

    @Test
    void a_missing_repository_is_named() {
        assertThatThrownBy(() -> fetch(server.url("nope")))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("there is no Git repository at " + server.url("nope"));
    }

    @Test
    void a_web_page_is_not_a_repository() throws IOException {
        try (var answer = Answering.with(200, "<html>")) {
            assertThatThrownBy(() -> fetch(answer.url()))
                    .isInstanceOf(GitTrouble.class)
                    .hasMessageContaining("did not answer as a Git repository does");
        }
    }

    @Test
    void a_broken_server_is_named() throws IOException {
        try (var answer = Answering.with(503, "")) {
            assertThatThrownBy(() -> fetch(answer.url())).hasMessageContaining("HTTP 503");
        }
    }

    @Test
    void an_unreachable_server_is_named() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> fetch("http://127.0.0.1:" + port + "/x.git"))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("cannot be reached: Connection refused");
    }

    @Test
    void an_unknown_host_is_named() {
        assertThatThrownBy(() -> fetch("http://nowhere.invalid/x.git"))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("is not known");
    }

    @Test
    void a_silent_server_is_given_up() throws IOException {
        mirrors = mirrors(Map.of("slipway.git.timeout", "1s"));
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var silent = "http://127.0.0.1:" + socket.getLocalPort() + "/x.git";
            assertThatThrownBy(() -> fetch(silent))
                    .isInstanceOf(GitTrouble.class)
                    .hasMessageContaining("was silent for 1 s");
        }
    }

    @Test
    void files_are_fetched_only_when_allowed() {
        var file = "file://" + temp.resolve("server/hello.git");
        assertThatThrownBy(() -> fetch(file)).hasMessageContaining("slipway.git.allow-file");
        mirrors = mirrors(Map.of("slipway.git.allow-file", "true"));
        assertThat(fetch(file)).isEqualTo(work.head());
        assertThatThrownBy(() -> fetch("file:///nope"))
                .hasMessageContaining("there is no Git repository at");
    }

    @Test
    void a_name_that_leads_to_a_link_local_address_is_refused() {
        var config = Settings.in(temp.resolve("state"), Map.of());
        var metadata =
                new JGitMirrors(
                        config,
                        new MirrorFolders(config),
                        new GuardedConnections.Network(
                                _ -> InetAddress.getAllByName("169.254.169.254"),
                                new CaBundle(config)));
        var from = new RepositoryUrl("http://innocent.example/x.git");
        assertThatThrownBy(() -> metadata.fetch(APP, from, MAIN, Optional.empty()))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("innocent.example leads to the link-local");
    }

    @Test
    void a_redirect_to_a_link_local_address_is_refused() throws IOException {
        try (var answer = Answering.redirecting("http://169.254.169.254/x.git/info/refs")) {
            assertThatThrownBy(() -> fetch(answer.url()))
                    .isInstanceOf(GitTrouble.class)
                    .hasMessageContaining("169.254.169.254");
        }
    }

    @Test
    void a_redirect_is_followed_but_the_login_stays_at_home() throws IOException {
        server.requireLogin("me", "right");
        try (var answer = Answering.redirecting(url + "/info/refs?service=git-upload-pack")) {
            assertThatThrownBy(() -> fetch(answer.url().replace("//", "//me:right@")))
                    .hasMessageContaining("refused the login");
        }
    }

    @Test
    void locks_left_by_a_killed_engine_are_removed_and_live_ones_are_not() throws IOException {
        fetch(url);
        var folder = temp.resolve("state/git/hello.git/refs/slipway/fetched");
        var stale = Files.createFile(folder.resolve("main.lock"));
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(60)));
        var live = Files.createFile(folder.resolve("other.lock"));
        work.write("a.txt", "two\n").commit("second");
        work.push(url, "main");
        assertThat(fetch(url)).isEqualTo(work.head());
        assertThat(live).exists();
    }

    @Test
    void two_fetches_of_one_app_wait_for_each_other() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> fetch(url));
            var two = threads.submit(() -> fetch(url));
            assertThat(one.get()).isEqualTo(two.get());
        }
    }

    @Test
    void what_is_fetched_is_not_taken_for_pushed_and_can_be_forgotten() {
        var head = fetch(url);
        assertThat(mirrors.tip(APP, MAIN)).isEmpty();
        mirrors.forget(APP);
        mirrors.forget(APP);
        assertThatThrownBy(() -> mirrors.open(APP, head))
                .isInstanceOf(GitTrouble.class)
                .hasMessageContaining("is not in its mirror");
        assertThat(fetch(url)).isEqualTo(head);
    }

    @Test
    void a_mirror_is_forgotten_though_others_take_files_away_meanwhile() throws Exception {
        fetch(url);
        var folder = temp.resolve("state/git/hello.git");
        var inside = new ArrayList<Path>();
        for (var i = 0; i < 2000; i++) {
            inside.add(Files.createDirectories(folder.resolve("objects/" + i)));
        }
        Collections.shuffle(inside, new Random(1));
        var begun = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var other =
                    threads.submit(() -> {
                        for (var path : inside) {
                            Files.deleteIfExists(path);
                            begun.countDown();
                        }
                        return inside;
                    });
            begun.await();
            mirrors.forget(APP);
            other.get();
        }
        assertThat(folder).doesNotExist();
    }

    private JGitMirrors mirrors(Map<String, String> settings) {
        var config = Settings.in(temp.resolve("state"), settings);
        return new JGitMirrors(config, new MirrorFolders(config), new CaBundle(config));
    }

    private Revision fetch(String from) {
        return mirrors.fetch(APP, new RepositoryUrl(from), MAIN, Optional.empty());
    }

    private Revision fetch(String from, Revision commit) {
        return mirrors.fetch(APP, new RepositoryUrl(from), MAIN, Optional.of(commit));
    }

    private Optional<String> text(String path) {
        try (var tree = mirrors.open(APP, work.head())) {
            return tree.file(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private Revision commitOnBranch(String branch) {
        work.git("checkout", "-q", "-b", branch);
        var commit = work.write(branch, branch).commit(branch);
        work.push(url, branch);
        work.git("checkout", "-q", "main");
        return commit;
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static String trace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /// An HTTP server that gives everybody the same answer.
    private record Answering(HttpServer server) implements AutoCloseable {
        static Answering with(int status, String body) throws IOException {
            return answering(status, body, Optional.empty());
        }

        static Answering redirecting(String location) throws IOException {
            return answering(302, "", Optional.of(location));
        }

        private static Answering answering(int status, String body, Optional<String> location)
                throws IOException {
            var address = new InetSocketAddress("127.0.0.2", 0);
            var server = HttpServer.create(address, 0);
            server.createContext(
                    "/",
                    exchange -> {
                        location.ifPresent(l -> exchange.getResponseHeaders().add("Location", l));
                        exchange.sendResponseHeaders(status, 0);
                        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
                        exchange.close();
                    });
            server.start();
            return new Answering(server);
        }

        String url() {
            return "http://127.0.0.2:" + server.getAddress().getPort() + "/x.git";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
