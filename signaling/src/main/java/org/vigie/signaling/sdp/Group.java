package org.vigie.signaling.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code a=group} (RFC 5888, section 5).
 *
 * @param semantics such as {@code BUNDLE}
 * @param mids the m-lines in the group, in order; may be empty
 */
public record Group(String semantics, List<String> mids) implements Attribute {
  public Group {
    mids = List.copyOf(mids);
  }

  static Group parse(String value) {
    String[] words = Grammar.words(value, 1, "a=group needs a meaning");
    return new Group(
        Grammar.token(words[0], "meaning of a=group"),
        Arrays.stream(words).skip(1).map(word -> Grammar.token(word, "mid of a=group")).toList());
  }

  @Override
  public String attributeName() {
    return "group";
  }

  @Override
  public String attributeValue() {
    return mids.stream().map(mid -> " " + mid).collect(Collectors.joining("", semantics, ""));
  }
}
