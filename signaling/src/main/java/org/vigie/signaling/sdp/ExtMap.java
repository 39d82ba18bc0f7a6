package org.vigie.signaling.sdp;

import java.util.Optional;

/**
 * {@code a=extmap} (RFC 8285, section 5).
 *
 * @param id as written, 0 to 65535; valid are 1 to 255, and those from 4096 let the answerer choose
 * @param direction empty if not written
 * @param uri which extension
 * @param parameters what follows the URI, empty if nothing
 */
public record ExtMap(int id, Optional<Direction> direction, String uri, String parameters)
    implements Attribute {
  static ExtMap parse(String value) {
    String[] fields = value.strip().split(" +", 3);
    if (fields.length < 2) {
      throw Grammar.fault("a=extmap needs an id and a URI, but is " + Grammar.quote(value));
    }
    String[] id = fields[0].split("/", 2);
    return new ExtMap(
        (int) Grammar.number(id[0], 65535, "id of a=extmap"),
        id.length < 2 ? Optional.empty() : Optional.of(direction(id[1])),
        fields[1],
        fields.length < 3 ? "" : fields[2]);
  }

  private static Direction direction(String word) {
    return Direction.named(word)
        .orElseThrow(() -> Grammar.fault("a=extmap has no direction " + Grammar.quote(word)));
  }

  @Override
  public String attributeName() {
    return "extmap";
  }

  @Override
  public String attributeValue() {
    String suffix = direction.map(each -> "/" + each.attributeName()).orElse("");
    return id + suffix + ' ' + uri + (parameters.isEmpty() ? "" : " " + parameters);
  }
}
