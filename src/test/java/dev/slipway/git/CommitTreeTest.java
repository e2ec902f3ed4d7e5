package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.config.CaBundle;
import dev.slipway.lab.GitRepository;
import dev.slipway.lab.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTreeTest {
    private static final AppName APP = new AppName("hello");
    private static final String LONG = "long/" + "name-".repeat(45) + "end.txt";

    @TempDir Path temp;
    private GitRepository work;
    private JGitMirrors mirrors;

    /// What an entry of a tar is; the mode without the bits that a umask decides on.
    private record Entry(boolean executable, String link, int content) {}

    @BeforeEach
    void a_repository() throws IOException {
        MeasuredDisk.of(temp);
        var config = Settings.in(temp.resolve("state"), Map.of("slipway.git.allow-file", "true"));
        mirrors = new JGitMirrors(config, new MirrorFolders(config), new CaBundle(config));
        work = GitRepository.in(temp.resolve("work"));
        work.write("Dockerfile", "FROM scratch\n").write("web/src/app.js", "1\n");
        work.write("web/run.sh", "#!/bin/sh\n");
        assertThat(work.folder().resolve("web/run.sh").toFile().setExecutable(true)).isTrue();
    }

    @Test
    void the_tar_is_what_git_archive_gives() throws IOException {
        work.write(LONG, "far away").write("ünï/cödé ☃.txt", "snow").write("empty", "");
        work.write("big.bin", random(3 << 20));
        var target = Path.of("../" + "deep/".repeat(30) + "x");
        Files.createSymbolicLink(work.folder().resolve("web/link"), Path.of("src/app.js"));
        Files.createSymbolicLink(work.folder().resolve("web/longlink"), target);
        try (var tree = commit()) {
            work.git("archive", "-o", temp.resolve("a.tar").toString(), "HEAD");
            var expected = entries(Files.readAllBytes(temp.resolve("a.tar")));
            assertThat(entries(tar(tree, "."))).isEqualTo(expected).hasSizeGreaterThan(10);
        }
    }

    @Test
    void the_same_commit_gives_the_same_bytes() throws IOException {
        work.write(LONG, "far away").write("ünï.txt", "x");
        try (var tree = commit();
                var again = mirrors.open(APP, work.head())) {
            assertThat(tar(tree, ".")).isEqualTo(tar(again, "."));
        }
    }

    @Test
    void a_folder_is_its_own_root() throws IOException {
        try (var tree = commit()) {
            assertThat(entries(tar(tree, "web")).keySet())
                    .containsExactly("run.sh", "src/", "src/app.js");
            assertThat(entries(tar(tree, "./web/src/")).keySet()).containsExactly("app.js");
            assertThat(entries(tar(tree, "nowhere"))).isEmpty();
        }
    }

    @Test
    void what_is_not_included_is_left_out_with_its_empty_folders() throws IOException {
        try (var tree = commit()) {
            var bytes = tar(tree, ".", path -> !path.startsWith("web/src"), Map.of());
            assertThat(entries(bytes).keySet()).containsExactly("Dockerfile", "web/", "web/run.sh");
        }
    }

    @Test
    void files_are_replaced_and_added() throws IOException {
        var replacements =
                Map.of("web/run.sh", "new".getBytes(UTF_8), "z/added", "a".getBytes(UTF_8));
        try (var tree = commit()) {
            var entries = entries(tar(tree, ".", _ -> false, replacements));
            assertThat(entries.keySet()).containsExactly("web/", "web/run.sh", "z/", "z/added");
            assertThat(entries.get("web/run.sh"))
                    .isEqualTo(new Entry(true, "", Arrays.hashCode("new".getBytes(UTF_8))));
        }
    }

    @Test
    void a_file_is_read_also_through_links() throws IOException {
        Files.createSymbolicLink(work.folder().resolve("web/up"), Path.of("../Dockerfile"));
        Files.createSymbolicLink(work.folder().resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(work.folder().resolve("out"), Path.of("../../etc/passwd"));
        Files.createSymbolicLink(work.folder().resolve("absolute"), Path.of("/nope"));
        work.write("big.bin", new byte[(1 << 20) + 1]);
        try (var tree = commit()) {
            assertThat(text(tree, "Dockerfile")).contains("FROM scratch\n");
            assertThat(text(tree, "./web/../Dockerfile")).contains("FROM scratch\n");
            assertThat(text(tree, "web/up")).contains("FROM scratch\n");
            assertThat(text(tree, "loop")).isEmpty();
            assertThat(text(tree, "out")).isEmpty();
            assertThat(text(tree, "absolute")).isEmpty();
            assertThat(text(tree, "web")).isEmpty();
            assertThat(text(tree, "nope/nope")).isEmpty();
            assertThat(tree.file("big.bin")).isEmpty();
        }
    }

    @Test
    void the_root_and_submodules_are_listed() throws IOException {
        work.commit("first");
        var commit = work.head().value();
        work.git("update-index", "--add", "--cacheinfo", "160000," + commit + ",web/module");
        work.git("commit", "-q", "-m", "module");
        try (var tree = open()) {
            assertThat(tree.root()).containsExactly("Dockerfile", "web/");
            assertThat(tree.submodules()).containsExactly("web/module");
            assertThat(entries(tar(tree, ".")).keySet())
                    .doesNotContain("web/module", "web/module/");
        }
    }

    private SourceTree commit() {
        work.commit("all");
        return open();
    }

    private SourceTree open() {
        var url = new RepositoryUrl("file://" + work.folder());
        return mirrors.open(APP, mirrors.fetch(APP, url, BranchName.MAIN, Optional.empty()));
    }

    private static Optional<String> text(SourceTree tree, String path) {
        return tree.file(path).map(bytes -> new String(bytes, UTF_8));
    }

    private static byte[] tar(SourceTree tree, String folder) throws IOException {
        return tar(tree, folder, _ -> true, Map.of());
    }

    private static byte[] tar(
            SourceTree tree,
            String folder,
            Predicate<String> included,
            Map<String, byte[]> replacements)
            throws IOException {
        var out = new ByteArrayOutputStream();
        tree.writeTar(out, folder, included, replacements);
        return out.toByteArray();
    }

    private static Map<String, Entry> entries(byte[] tar) throws IOException {
        var entries = new TreeMap<String, Entry>();
        try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
            for (var e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                var link = e.isSymbolicLink() ? e.getLinkName() : "";
                var content = Arrays.hashCode(in.readAllBytes());
                entries.put(e.getName(), new Entry((e.getMode() & 0100) != 0, link, content));
            }
        }
        return entries;
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
