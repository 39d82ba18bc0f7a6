package org.vigie.signaling.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code a=ssrc-group} (RFC 5576, section 4.2).
 *
 * @param semantics such as {@code FID} (RFC 5576) or {@code SIM}
 * @param ssrcs 0 to 2^32 - 1 each
 */
public record SsrcGroup(String semantics, List<Long> ssrcs) implements Attribute {
  public SsrcGroup {
    ssrcs = List.copyOf(ssrcs);
  }

  static SsrcGroup parse(String value) {
    String[] words = Grammar.words(value, 1, "a=ssrc-group needs a meaning and sources");
    return new SsrcGroup(
        Grammar.token(words[0], "meaning of a=ssrc-group"),
        Arrays.stream(words)
            .skip(1)
            .map(word -> Grammar.number(word, SsrcAttribute.MAX_SSRC, "source of a=ssrc-group"))
            .toList());
  }

  @Override
  public String attributeName() {
    return "ssrc-group";
  }

  @Override
  public String attributeValue() {
    return ssrcs.stream().map(ssrc -> " " + ssrc).collect(Collectors.joining("", semantics, ""));
  }
}
