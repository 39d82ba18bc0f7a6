package org.vigie.simulator.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.bridge.api.Candidate;
import org.vigie.bridge.api.Fingerprint;
import org.vigie.bridge.api.IceCredentials;

/**
 * What a relay answered.
 *
 * @param ice its credentials
 * @param candidates over UDP, without duplicates
 * @param fingerprints of its certificates
 * @param setup its DTLS role: {@code passive} or {@code active}
 * @param media the m-lines in the order of the offer
 */
public record Answer(
    IceCredentials ice,
    List<Candidate> candidates,
    List<Fingerprint> fingerprints,
    String setup,
    List<Media> media) {
  public Answer {
    candidates = List.copyOf(candidates);
    fingerprints = List.copyOf(fingerprints);
    media = List.copyOf(media);
  }

  /**
   * One m-line.
   *
   * @param accepted whether it carries anything
   * @param payloadTypes in order of preference
   * @param encodings {@code a=rtpmap} by payload type
   * @param parameters {@code a=fmtp} by payload type
   * @param extensions ids by URI
   * @param ssrcs what the relay sends on it, RTX included
   * @param rtxSsrcs RTX SSRC by media SSRC
   */
  public record Media(
      String kind,
      String mid,
      boolean accepted,
      String direction,
      List<Integer> payloadTypes,
      Map<Integer, String> encodings,
      Map<Integer, String> parameters,
      Map<String, Integer> extensions,
      Set<Integer> ssrcs,
      Map<Integer, Integer> rtxSsrcs) {

    /** The payload type of retransmissions of another, or -1 (RFC 4588, section 8.6). */
    public int rtxPayloadType(int payloadType) {
      for (int type : payloadTypes) {
        boolean rtx = encodings.getOrDefault(type, "").toLowerCase(Locale.ROOT).startsWith("rtx/");
        if (rtx && parameters.getOrDefault(type, "").contains("apt=" + payloadType)) {
          return type;
        }
      }
      return -1;
    }

    /** The id of a header extension, or 0. */
    public int extension(String uri) {
      return extensions.getOrDefault(uri, 0);
    }
  }

  /** The m-line of a kind, if it was accepted. */
  public Optional<Media> accepted(String kind) {
    return media.stream().filter(m -> m.kind().equals(kind) && m.accepted()).findFirst();
  }

  /** Reads an answer. */
  public static Answer parse(String text) throws SdpException {
    try {
      Parser parser = new Parser();
      for (String line : text.lines().toList()) {
        parser.line(line);
      }
      return parser.answer();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new SdpException("the answer is no SDP of a relay: " + e.getMessage());
    }
  }

  private static final class Parser {
    private final List<Media> media = new ArrayList<>();
    private final Set<Candidate> candidates = new LinkedHashSet<>();
    private final Set<Fingerprint> fingerprints = new LinkedHashSet<>();
    private @Nullable String ufrag;
    private @Nullable String password;
    private String setup = "";

    void line(String line) {
      if (line.startsWith("m=")) {
        startMedia(line.substring(2).split(" ", -1));
      } else if (line.startsWith("a=")) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line.substring(2) : line.substring(2, colon);
        attribute(name, colon < 0 ? "" : line.substring(colon + 1));
      }
    }

    private void startMedia(String[] words) {
      List<Integer> types = new ArrayList<>();
      for (int i = 3; i < words.length; i++) {
        types.add(Integer.valueOf(words[i]));
      }
      media.add(
          new Media(
              words[0],
              "",
              !words[1].equals("0"),
              "",
              types,
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              new LinkedHashSet<>(),
              new LinkedHashMap<>()));
    }

    private void attribute(String name, String value) {
      switch (name) {
        case "ice-ufrag" -> ufrag = value;
        case "ice-pwd" -> password = value;
        case "setup" -> setup = value;
        case "fingerprint" -> {
          String[] words = value.split(" ", -1);
          fingerprints.add(new Fingerprint(words[0], words[1]));
        }
        case "candidate" -> candidate(value.split(" ", -1));
        default -> {
          if (!media.isEmpty()) {
            mediaAttribute(media.getLast(), name, value);
          }
        }
      }
    }

    /** RFC 8839, section 5.1; what is not UDP is left out. */
    private void candidate(String[] words) {
      if (words[2].equalsIgnoreCase("udp")) {
        InetAddress address = InetAddress.ofLiteral(words[4]);
        InetSocketAddress socket = new InetSocketAddress(address, Integer.parseInt(words[5]));
        candidates.add(new Candidate(words[0], Long.parseLong(words[3]), socket));
      }
    }

    private void mediaAttribute(Media last, String name, String value) {
      switch (name) {
        case "mid" -> replaceLast(value, last.direction());
        case "sendonly", "recvonly", "sendrecv", "inactive" -> replaceLast(last.mid(), name);
        case "rtpmap" -> last.encodings().put(number(value), rest(value));
        case "fmtp" -> last.parameters().put(number(value), rest(value));
        case "extmap" -> last.extensions().put(rest(value).split(" ", -1)[0], number(value));
        case "ssrc" -> last.ssrcs().add(Integer.parseUnsignedInt(value.split(" ", -1)[0]));
        case "ssrc-group" -> group(last, value.split(" ", -1));
        default -> {}
      }
    }

    private static void group(Media last, String[] words) {
      if (words[0].equals("FID") && words.length == 3) {
        last.rtxSsrcs().put(Integer.parseUnsignedInt(words[1]), Integer.parseUnsignedInt(words[2]));
      }
    }

    private void replaceLast(String mid, String direction) {
      Media old = media.removeLast();
      media.add(
          new Media(
              old.kind(),
              mid,
              old.accepted() && !direction.equals("inactive"),
              direction,
              old.payloadTypes(),
              old.encodings(),
              old.parameters(),
              old.extensions(),
              old.ssrcs(),
              old.rtxSsrcs()));
    }

    private static int number(String value) {
      return Integer.parseInt(value.split("[ /]", -1)[0]);
    }

    private static String rest(String value) {
      return value.substring(value.indexOf(' ') + 1);
    }

    Answer answer() throws SdpException {
      if (ufrag == null || password == null || fingerprints.isEmpty()) {
        throw new SdpException("the answer lacks a=ice-ufrag, a=ice-pwd or a=fingerprint");
      }
      return new Answer(
          new IceCredentials(ufrag, password),
          List.copyOf(candidates),
          List.copyOf(fingerprints),
          setup,
          media);
    }
  }
}
