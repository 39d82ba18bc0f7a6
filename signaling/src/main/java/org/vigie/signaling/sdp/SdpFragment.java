package org.vigie.signaling.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of a PATCH, {@code application/trickle-ice-sdpfrag} (RFC 8840, section 9): attributes,
 * then m-lines that only name their mid.
 *
 * @param attributes those before the first m-line
 * @param media the m-lines in order
 */
public record SdpFragment(Attributes attributes, List<SdpMedia> media) {
  public SdpFragment {
    media = List.copyOf(media);
  }

  /**
   * Reads a fragment; lines may end in CRLF or LF, the last one in nothing.
   *
   * @throws SdpException if the text is no fragment or exceeds {@link SdpLimits}
   */
  public static SdpFragment parse(String text) {
    return new SdpReader(text).fragment();
  }

  /** The text, lines ended by CRLF. */
  public String write() {
    StringBuilder text = new StringBuilder(512);
    attributes.writeTo(text);
    media.forEach(each -> each.writeTo(text));
    return text.toString();
  }

  /** The user fragment, from before the m-lines or else from the first that has one. */
  public Optional<String> ufrag() {
    return value("ice-ufrag");
  }

  /** The password, found likewise. */
  public Optional<String> password() {
    return value("ice-pwd");
  }

  /** Whether no more candidates come, for all or for one of the m-lines. */
  public boolean endOfCandidates() {
    return value("end-of-candidates").isPresent();
  }

  /** Every mid that is named. */
  public List<String> mids() {
    return sections().stream()
        .flatMap(each -> each.every(Mid.class).stream())
        .map(Mid::value)
        .toList();
  }

  /** Every candidate, whatever its m-line: all share one transport. */
  public List<CandidateAttribute> candidates() {
    return sections().stream()
        .flatMap(each -> each.every(CandidateAttribute.class).stream())
        .toList();
  }

  private Optional<String> value(String name) {
    return sections().stream().flatMap(each -> each.value(name).stream()).findFirst();
  }

  private List<Attributes> sections() {
    return Stream.concat(Stream.of(attributes), media.stream().map(SdpMedia::attributes)).toList();
  }
}
