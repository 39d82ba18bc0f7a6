package org.vigie.signaling.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code a=simulcast} (RFC 8853, section 5.1), and the form of its early drafts ({@code send
 * rid=a;b}).
 *
 * @param send the streams that the writer sends, preferred first; each is a list of alternatives
 * @param recv those that it receives
 * @param draftForm whether the old form is written
 */
public record Simulcast(List<List<Encoding>> send, List<List<Encoding>> recv, boolean draftForm)
    implements Attribute {
  /**
   * One way to encode a stream.
   *
   * @param rid names it
   * @param paused whether it starts paused ({@code ~})
   */
  public record Encoding(String rid, boolean paused) {
    static Encoding parse(String text) {
      boolean paused = text.startsWith("~");
      return new Encoding(
          Grammar.token(paused ? text.substring(1) : text, "name in a=simulcast"), paused);
    }

    String write() {
      return paused ? "~" + rid : rid;
    }
  }

  public Simulcast {
    send = send.stream().map(List::copyOf).toList();
    recv = recv.stream().map(List::copyOf).toList();
  }

  static Simulcast parse(String value) {
    String[] words = Grammar.words(value, 2, "a=simulcast needs send or recv and names");
    List<List<Encoding>> send = new ArrayList<>();
    List<List<Encoding>> recv = new ArrayList<>();
    boolean draftForm = false;
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length || !(words[i].equals("send") || words[i].equals("recv"))) {
        throw Grammar.fault(
            "a=simulcast needs send or recv and names, but is " + Grammar.quote(value));
      }
      String names = words[i + 1];
      draftForm |= names.startsWith("rid=");
      (words[i].equals("send") ? send : recv)
          .addAll(streams(names.startsWith("rid=") ? names.substring(4) : names));
    }
    return new Simulcast(send, recv, draftForm);
  }

  @Override
  public String attributeName() {
    return "simulcast";
  }

  @Override
  public String attributeValue() {
    String sent = send.isEmpty() ? "" : "send " + write(send);
    String received = recv.isEmpty() ? "" : "recv " + write(recv);
    return sent + (sent.isEmpty() || received.isEmpty() ? "" : " ") + received;
  }

  private String write(List<List<Encoding>> streams) {
    return streams.stream()
        .map(each -> each.stream().map(Encoding::write).collect(Collectors.joining(",")))
        .collect(Collectors.joining(";", draftForm ? "rid=" : "", ""));
  }

  private static List<List<Encoding>> streams(String names) {
    return Arrays.stream(names.split(";"))
        .map(stream -> Arrays.stream(stream.split(",")).map(Encoding::parse).toList())
        .toList();
  }
}
