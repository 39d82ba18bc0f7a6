package org.vigie.signaling.sdp;

import java.util.Arrays;
import java.util.List;

/**
 * {@code a=rid} (RFC 8851, section 4).
 *
 * @param id names the encoding
 * @param sends whether the writer sends it; else it receives it
 * @param restrictions such as {@code pt=96,97} or {@code max-width=1280}, in order
 */
public record Rid(String id, boolean sends, List<String> restrictions) implements Attribute {
  public Rid {
    restrictions = List.copyOf(restrictions);
  }

  static Rid parse(String value) {
    String[] fields = value.strip().split(" +", 3);
    if (fields.length < 2 || !(fields[1].equals("send") || fields[1].equals("recv"))) {
      throw Grammar.fault("a=rid needs a name and send or recv, but is " + Grammar.quote(value));
    }
    List<String> restrictions =
        fields.length < 3
            ? List.of()
            : Arrays.stream(fields[2].split(";"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    return new Rid(
        Grammar.token(fields[0], "name of a=rid"), fields[1].equals("send"), restrictions);
  }

  @Override
  public String attributeName() {
    return "rid";
  }

  @Override
  public String attributeValue() {
    String head = id + (sends ? " send" : " recv");
    return restrictions.isEmpty() ? head : head + ' ' + String.join(";", restrictions);
  }
}
