package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "hello", "a-b", "0", "x1234567890123456789012345678901234567ab"})
    void an_app_name_is_a_dns_label(String name) {
        assertThat(new AppName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "-a",
                "a-",
                "a.b",
                "a_b",
                "a b",
                "a\n",
                "../x",
                "ä",
                "x12345678901234567890123456789012345678901"
            })
    void an_app_name_refuses_the_rest(String name) {
        assertThatThrownBy(() -> new AppName(name))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("App name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b;c", "a{b", "A.b", ".a", "a..b", "a.", "a b", "a\nb", ""})
    void a_host_that_could_break_the_proxy_is_refused(String host) {
        assertThatThrownBy(() -> new HostName(host)).isInstanceOf(Complaint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "feature/login", "v1.2", "fix#3", "release-2.x"})
    void a_branch_is_what_git_allows(String branch) {
        assertThat(new BranchName(branch).ref()).isEqualTo("refs/heads/" + branch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-f", "a..b", "a b", "a//b", "a.lock", "a/", "a~1", "a:b", "a@{0}"})
    void a_branch_that_git_would_refuse_is_refused(String branch) {
        assertThatThrownBy(() -> new BranchName(branch)).isInstanceOf(Complaint.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/me/app.git",
                "http://127.0.0.1:3000/a.git",
                "http://192.168.1.5/a",
                "https://me:token@git.example.com/a.git",
                "file:///srv/git/a.git"
            })
    void a_repository_may_be_at_home(String url) {
        assertThat(new RepositoryUrl(url).value()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "ftp://x/a",
                "http:///a",
                "http://169.254.169.254/latest",
                "http://[fe80::1]/a",
                "http://metadata.google.internal/a",
                "http://a b/c",
                "ext::sh -c id"
            })
    void a_repository_that_is_none_or_leads_to_metadata_is_refused(String url) {
        assertThatThrownBy(() -> new RepositoryUrl(url)).isInstanceOf(Complaint.class);
    }

    @Test
    void secrets_show_in_no_text() {
        var config =
                new AppConfig(
                        Optional.of(new RepositoryUrl("https://me:hunter2@git.example.com/a.git")),
                        BranchName.MAIN,
                        Optional.of(new Secret("hunter2")),
                        Optional.empty(),
                        "/",
                        new Environment(Map.of("PASSWORD", "hunter2")),
                        List.of(),
                        1,
                        BuildConfig.DEFAULT,
                        Optional.empty(),
                        Limits.DEFAULT,
                        EdgeConfig.DEFAULT,
                        Resilience.DEFAULT);

        assertThat(config.toString()).doesNotContain("hunter2").contains("PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../b", ".."})
    void a_build_does_not_climb_out_of_its_repository(String path) {
        assertThatThrownBy(() -> new BuildConfig(path, ".", Map.of()))
                .isInstanceOf(Complaint.class);
        assertThatThrownBy(() -> new BuildConfig("Dockerfile", path, Map.of()))
                .isInstanceOf(Complaint.class);
    }

    @Test
    void a_commit_of_zeros_is_none() {
        assertThatThrownBy(() -> new Revision("0".repeat(40))).isInstanceOf(Complaint.class);
        assertThatThrownBy(() -> new Revision("abc")).isInstanceOf(Complaint.class);
        assertThatCode(() -> new Revision("a".repeat(40))).doesNotThrowAnyException();
    }

    @Test
    void deployment_ids_sort_by_time() {
        var now = Instant.parse("2026-11-22T10:00:00Z");

        assertThat(DeploymentId.at(now).value())
                .isLessThan(DeploymentId.at(now.plusMillis(1)).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.256", "10.0.0", "10.0.0.1.", "a.b.c.d", "", "::1"})
    void an_address_is_ipv4(String ip) {
        assertThatThrownBy(() -> new Address(ip, 80)).isInstanceOf(Complaint.class);
        assertThat(new Address("10.213.0.2", 8080)).hasToString("10.213.0.2:8080");
    }
}
