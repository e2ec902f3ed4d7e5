package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.Complaint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerIgnoreTest {
    /// Rules (one per `|`), path, whether it is sent. Most are from moby/patternmatcher's own
    /// tests.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
                    # rules,              path,             sent
                    "",                   a,                true
                    node_modules,         node_modules/x/y, false
                    node_modules,         web/node_modules, true
                    node_modules/,        node_modules/x,   false
                    /node_modules,        node_modules/x,   false
                    ./a/../b//c,          b/c,              false
                    **/node_modules,      web/node_modules/x, false
                    **/node_modules,      node_modules/x,   false
                    *.md,                 README.md,        false
                    *.md,                 doc/README.md,    true
                    */temp*,              a/temporary.txt,  false
                    */temp*,              a/b/temporary.txt, true
                    */*/temp*,            a/b/temp,         false
                    temp?,                tempa,            false
                    temp?,                temp,             true
                    temp?,                temp/,            true
                    **/*.go,              a/b/c.go,         false
                    **/*.go,              c.go,             false
                    **,                   a/b,              false
                    a/**,                 a/b/c,            false
                    a/**,                 a,                true
                    a/**/z,               a/z,              false
                    a/**/z,               a/b/c/z,          false
                    a/**/z,               a/b/c/y,          true
                    a**/z,                abc/z,            false
                    a**/z,                abc/d/z,          false
                    a**b,                 a/x/b,            false
                    *|!README.md,         README.md,        true
                    *|!README.md,         src/a,            false
                    *|!src,               src/a/b,          true
                    *|!src/a,             src/a/b,          true
                    *|!src/a,             src/b,            false
                    *|!*.md|secret.md,    secret.md,        false
                    *.md|!README*.md|README-secret.md, README-secret.md, false
                    *.md|README-secret.md|!README*.md, README-secret.md, true
                    !a|a,                 a,                false
                    ! a,                  a,                true
                    a|! a/b,              a/b,              true
                    dir|!dir/keep|dir/keep/x, dir/keep/x,   false
                    dir|!dir/keep|dir/keep/x, dir/keep/y,   true
                    "# a comment",        "# a comment",    true
                    \\#a,                 #a,               false
                    [a-c].txt,            b.txt,            false
                    [a-c].txt,            d.txt,            true
                    [^a-c].txt,           d.txt,            false
                    [^a-c].txt,           b.txt,            true
                    [^a],                 /,                true
                    [!a],                 !,                false
                    a\\*b,                a*b,              false
                    a\\*b,                axb,              true
                    a.b,                  axb,              true
                    a+(b),                a+(b),            false
                    a{1}$^|,              a{1}$^,           false
                    Dockerfile,           Dockerfile,       true
                    *,                    .dockerignore,    true
                    *,                    docker/Dockerfile, false
                    .,                    a,                true
                    /,                    a,                true
                    ..,                   a,                true
                    ../x,                 x,                true
                    a b,                  a b,              false
                    """)
    void rules_decide_what_is_sent(String rules, String path, boolean sent) {
        var ignore = DockerIgnore.parse(rules.replace('|', '\n'), "Dockerfile");
        assertThat(ignore.test(path)).isEqualTo(sent);
    }

    @Test
    void another_dockerfile_is_sent_in_place_of_the_usual_one() {
        var ignore = DockerIgnore.parse("\uFEFF*\r\n", "./docker//web.Dockerfile");
        assertThat(ignore.test("docker/web.Dockerfile")).isTrue();
        assertThat(ignore.test("Dockerfile")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok\n[a", "ok\na\\", "ok\n!", "ok\n[z-a]"})
    void a_rule_that_docker_refuses_is_named_with_its_line(String rules) {
        assertThatThrownBy(() -> DockerIgnore.parse(rules, "Dockerfile"))
                .isInstanceOf(Complaint.class)
                .hasMessageStartingWith(".dockerignore line 2: ");
    }
}
