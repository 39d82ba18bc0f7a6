package org.vigie.signaling.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vigie.bridge.api.HeaderExtension;
import org.vigie.bridge.api.IncomingTrackSpec;
import org.vigie.bridge.api.MediaKind;
import org.vigie.bridge.api.SlotSpec;
import org.vigie.signaling.sdp.Attribute;
import org.vigie.signaling.sdp.Attributes;
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

  /**
   * Nothing says which announced source is which layer, so with layers only their header extension
   * binds.
   */
  IncomingTrackSpec track() {
    List<String> rids = layers().rids();
    return new IncomingTrackSpec(
        mid,
        kind,
        formats.stream().map(TakenFormat::format).toList(),
        extensions.ids(),
        FeedbackMatch.of(formats),
        rids.isEmpty() ? SourceMatch.of(media.attributes()) : List.of(),
        rids);
  }

  SlotSpec slot() {
    return new SlotSpec(
        mid,
        kind,
        formats.stream().map(TakenFormat::format).toList(),
        extensions.ids(),
        FeedbackMatch.of(formats));
  }

  /** Simulcast needs the header extension that tells its layers apart (RFC 8853, section 5.5). */
  LayerMatch layers() {
    if (!extensions.ids().containsKey(HeaderExtension.RID)) {
      return new LayerMatch(Attributes.NONE, Set.of());
    }
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
