package dev.slipway.retain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.ImageRef;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState.Listed;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.Images.OwnImage;
import dev.slipway.docker.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GarbageTest {
    private static final AppName SHOP = new AppName("shop");
    private static final AppName LOST = new AppName("lost");
    private static final String DEPLOYMENT = "0mwvf0000abcdef";
    private static final InstanceId KNOWN = new InstanceId(DEPLOYMENT + "-1");
    private static final InstanceId UNKNOWN = new InstanceId(DEPLOYMENT + "-2");

    @Test
    void five_releases_are_kept_and_what_is_in_use() {
        var releases = IntStream.rangeClosed(0, 7).mapToObj(i -> release(8 - i)).toList();

        assertThat(Retention.expendable(releases, Set.of(8, 2)))
                .extracting(Release::number)
                .containsExactly(3, 1);
        assertThat(Retention.expendable(releases.subList(0, 5), Set.of())).isEmpty();
    }

    @Test
    void tags_of_no_release_go_and_no_others() {
        var found =
                of(
                        image("a", "shop", "slipway/shop:1", "slipway/shop:2"),
                        image("b", "shop", "slipway/shop:3", "slipway/shop:latest", "my/shop:3"),
                        image("c", "lost", "slipway/lost:1"),
                        new OwnImage("d", Map.of(), List.of("slipway/proxy:local")));

        assertThat(found.tags()).containsExactly("slipway/shop:1", "slipway/shop:3");
        assertThat(found.images()).isEmpty();
    }

    @Test
    void images_without_a_tag_go_when_their_app_is_known() {
        var found =
                of(image("a", "shop"), image("b", "lost"), new OwnImage("c", Map.of(), List.of()));

        assertThat(found.images()).containsExactly("a");
    }

    @Test
    void containers_of_no_instance_go_when_their_app_is_known() {
        var found =
                Garbage.of(
                        List.of(),
                        inventory(
                                List.of(),
                                List.of(
                                        new Listed("a", SHOP, KNOWN, Status.EXITED, "", "sha256:0"),
                                        new Listed(
                                                "b", SHOP, UNKNOWN, Status.RUNNING, "", "sha256:0"),
                                        new Listed(
                                                "c",
                                                LOST,
                                                UNKNOWN,
                                                Status.RUNNING,
                                                "",
                                                "sha256:0"))));

        assertThat(found.containers()).containsExactly("b");
    }

    @Test
    void an_image_that_came_into_use_again_is_spared() {
        var found = of(image("a", "shop", "slipway/shop:1", "slipway/shop:3"));

        assertThat(found.sparing(Set.of(new ImageRef("slipway/shop:1"))).tags())
                .containsExactly("slipway/shop:3");
    }

    private static Garbage of(OwnImage... images) {
        return Garbage.of(List.of(), inventory(List.of(images), List.of()));
    }

    /// The app `shop` is known and at rest, and needs its second image.
    private static Garbage.Inventory inventory(List<OwnImage> images, List<Listed> containers) {
        return new Garbage.Inventory(
                "slipway",
                Set.of(SHOP),
                Set.of(new ImageRef("slipway/shop:2")),
                Set.of(KNOWN),
                images,
                containers);
    }

    private static OwnImage image(String id, String app, String... tags) {
        return new OwnImage(id, Map.of(Labels.APP, app), List.of(tags));
    }

    private static Release release(int number) {
        return new Release(
                SHOP,
                number,
                new DeploymentId(DEPLOYMENT),
                Optional.empty(),
                new ImageRef("slipway/shop:" + number),
                AppConfig.DEFAULT,
                Instant.EPOCH);
    }
}
