package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.docker.Containers.FileStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgramReaderTest {
    private static final Path ROOT = Path.of("/");
    private static final Program STATIC =
            new Program.Binary("/bin/sh", Machine.of(62), Optional.empty());

    private final Map<String, FileStart> files = new HashMap<>();

    @Test
    void finds_a_command_where_its_container_does() {
        file("/app/serve", 0644, "");
        file("/usr/bin/serve", 0600, "");

        assertThat(find("./serve", "/app", ""))
                .isEqualTo(new Program.NotExecutable("/app/serve", 0644));
        assertThat(find("/usr/bin/serve", "/app", ""))
                .isEqualTo(new Program.NotExecutable("/usr/bin/serve", 0600));
        assertThat(find("serve", "/app", "/bin:/usr/bin"))
                .isEqualTo(new Program.NotExecutable("/usr/bin/serve", 0600));
        assertThat(find("serve", "/app", "/bin")).isEqualTo(new Program.Missing("serve"));
        assertThat(find("./nothing", "/app", "")).isEqualTo(new Program.Missing("/app/nothing"));
    }

    @Test
    void reads_for_which_machine_a_program_is_and_what_loads_it() throws IOException {
        program("/bin/sh", "/bin/busybox");
        program("/bin/true", "/bin/true");
        var whole = start("/bin/busybox");
        var foreign = whole.substring(0, 18) + (char) 183 + whole.substring(19);
        file("/foreign", 0755, foreign);
        file("/cut", 0755, foreign.substring(0, 10));

        assertThat(find("/bin/sh")).isEqualTo(STATIC);
        assertThat(find("/bin/true"))
                .isEqualTo(
                        new Program.Binary(
                                "/bin/true",
                                Machine.of(62),
                                Optional.of(new Program.Missing("/lib64/ld-linux-x86-64.so.2"))));
        assertThat(find("/foreign"))
                .isInstanceOf(Program.Binary.class)
                .extracting(found -> ((Program.Binary) found).machine())
                .isEqualTo(Machine.of(183));
        assertThat(find("/cut")).isEqualTo(new Program.Text("/cut"));
    }

    @Test
    void reads_the_interpreter_of_a_script() throws IOException {
        program("/bin/sh", "/bin/busybox");
        file("/unix", 0755, "#! /bin/sh -e\necho hi\n");
        file("/windows", 0755, "#!/bin/sh\r\necho hi\r\n");
        file("/bash", 0755, "#!/bin/bash\n");

        assertThat(find("/unix")).isEqualTo(new Program.Script("/unix", STATIC, false));
        assertThat(find("/windows")).isEqualTo(new Program.Script("/windows", STATIC, true));
        assertThat(find("/bash"))
                .isEqualTo(new Program.Script("/bash", new Program.Missing("/bin/bash"), false));
    }

    @Test
    void takes_what_is_neither_for_a_script_if_there_is_a_shell() throws IOException {
        file("/text", 0755, "echo hi\n");
        assertThat(find("/text")).isEqualTo(new Program.Text("/text"));

        program("/bin/sh", "/bin/busybox");
        assertThat(find("/text")).isEqualTo(new Program.Script("/text", STATIC, false));
    }

    @Test
    void is_not_caught_in_a_circle() {
        file("/one", 0755, "#!/two\n");
        file("/two", 0755, "#!/one\n");
        files.put("/etc", new FileStart(true, 0755, ""));

        assertThat(find("/one")).isInstanceOf(Program.Script.class);
        assertThat(find("/etc")).isEqualTo(new Program.Folder("/etc"));
    }

    private Program find(String word) {
        return find(word, "/", "");
    }

    private Program find(String word, String folder, String path) {
        return new ProgramReader(name -> Optional.ofNullable(files.get(name)))
                .find(word, ROOT.resolve(folder), path);
    }

    private void program(String path, String original) throws IOException {
        file(path, 0755, start(original));
    }

    private void file(String path, int mode, String head) {
        files.put(path, new FileStart(false, mode, head));
    }

    private static String start(String original) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(original))) {
            return new String(in.readNBytes(ProgramReader.HEAD), StandardCharsets.ISO_8859_1);
        }
    }
}
