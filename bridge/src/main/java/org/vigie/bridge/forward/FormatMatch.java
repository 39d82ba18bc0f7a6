package org.vigie.bridge.forward;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Codec;
import org.vigie.bridge.api.H264Profile;
import org.vigie.bridge.api.PayloadFormat;

/**
 * Which of a viewer's formats carries what a camera sends. The newest answer is remembered, so
 * asking is cheap.
 */
final class FormatMatch {
  private final List<PayloadFormat> viewerFormats;
  private @Nullable PayloadFormat asked;
  private @Nullable PayloadFormat answer;

  FormatMatch(List<PayloadFormat> viewerFormats) {
    this.viewerFormats = List.copyOf(viewerFormats);
  }

  /** The viewer's format for this one of the camera's, or null if the viewer negotiated none. */
  @Nullable PayloadFormat of(PayloadFormat camera) {
    if (!camera.equals(asked)) {
      asked = camera;
      answer = find(camera);
    }
    return answer;
  }

  private @Nullable PayloadFormat find(PayloadFormat camera) {
    PayloadFormat compatible = null;
    for (PayloadFormat viewer : viewerFormats) {
      if (viewer.codec() == camera.codec() && canDecode(viewer, camera)) {
        if (isSame(viewer, camera)) {
          return viewer;
        }
        compatible = compatible == null ? viewer : compatible;
      }
    }
    return compatible;
  }

  private static boolean canDecode(PayloadFormat viewer, PayloadFormat camera) {
    return switch (camera.codec()) {
      case H264 ->
          number(viewer, "packetization-mode") >= number(camera, "packetization-mode")
              && decodesH264(viewer, camera);
      case VP9 -> number(viewer, "profile-id") == number(camera, "profile-id");
      case AV1 -> number(viewer, "profile") >= number(camera, "profile");
      case VP8, OPUS, PCMU, PCMA -> true;
    };
  }

  private static boolean isSame(PayloadFormat viewer, PayloadFormat camera) {
    return camera.codec() != Codec.H264
        || (number(viewer, "packetization-mode") == number(camera, "packetization-mode")
            && isSameH264(viewer, camera));
  }

  private static boolean decodesH264(PayloadFormat viewer, PayloadFormat camera) {
    Optional<H264Profile> stream = H264Profile.of(camera);
    return stream.isPresent()
        && H264Profile.of(viewer).filter(each -> each.decodes(stream.get())).isPresent();
  }

  private static boolean isSameH264(PayloadFormat viewer, PayloadFormat camera) {
    Optional<H264Profile> stream = H264Profile.of(camera);
    return stream.isPresent()
        && H264Profile.of(viewer).filter(each -> each.sameProfile(stream.get())).isPresent();
  }

  private static int number(PayloadFormat format, String parameter) {
    try {
      return Integer.parseInt(format.parameters().getOrDefault(parameter, "0").trim());
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
