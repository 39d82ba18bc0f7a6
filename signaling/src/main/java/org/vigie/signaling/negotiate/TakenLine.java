package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.SdpMedia;

/**
 * An m-line that is served.
 *
 * @param media as offered
 * @param mid its identification, may be empty
 * @param kind sound or picture
 * @param formats taken formats, at least one
 * @param extensions taken header extensions
 */
record TakenLine(
    SdpMedia media,
    String mid,
    MediaKind kind,
    List<TakenFormat> formats,
    ExtensionMatch extensions) {
  TakenLine {
    formats = List.copyOf(formats);
  }

  IncomingTrackSpec track() {
    return new IncomingTrackSpec(
        mid,
        kind,
        formats.stream().map(TakenFormat::format).toList(),
        extensions.ids(),
        FeedbackMatch.of(formats),
        SourceMatch.of(media.attributes()),
        layers().rids());
  }

  SlotSpec slot() {
    return new SlotSpec(
        mid,
        kind,
        formats.stream().map(TakenFormat::format).toList(),
        extensions.ids(),
        FeedbackMatch.of(formats));
  }

  LayerMatch layers() {
    Set<Integer> types =
        formats.stream()
            .map(each -> each.format().payloadType())
            .collect(Collectors.toUnmodifiableSet());
    return new LayerMatch(media.attributes(), types);
  }

  List<String> payloadTypes() {
    return formats.stream().flatMap(each -> each.payloadTypes().stream()).toList();
  }

  /** What the answer says of header extensions and formats. */
  List<Attribute> attributes() {
    List<Attribute> attributes = new ArrayList<>(extensions.answers());
    formats.forEach(each -> attributes.addAll(each.attributes()));
    return attributes;
  }
}
