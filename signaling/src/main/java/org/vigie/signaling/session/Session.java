package org.vigie.signaling.session;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vigie.bridge.api.EndReason;
import org.vigie.bridge.api.SessionId;
import org.vigie.bridge.api.SessionState;
import org.vigie.signaling.identity.Principal;
import org.vigie.signaling.negotiate.IceExchange;

/**
 * A Session as its owner sees it.
 *
 * @param id unguessable
 * @param role what the peer does
 * @param camera what it publishes or watches
 * @param owner {@link Principal#key()} of whoever made it
 * @param state how far it has come
 * @param expectedAt addresses and UDP ports at which the bridge waits, as text
 * @param ice what PATCHes are read against
 * @param etag stands for the ICE session (RFC 9725, section 4.3.1), quotes included
 * @param pictures mids of the Slots in which a viewer is shown pictures, in the order of its offer
 * @param reason why it ended
 * @param problem what is wrong with it
 */
public record Session(
    SessionId id,
    Role role,
    String camera,
    String owner,
    SessionState state,
    List<String> expectedAt,
    IceExchange ice,
    String etag,
    List<String> pictures,
    Optional<EndReason> reason,
    Optional<Fault> problem) {
  /** What the peer does. */
  public enum Role {
    CAMERA,
    VIEWER;

    /** In lower case, as JSON has it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Session {
    expectedAt = List.copyOf(expectedAt);
    pictures = List.copyOf(pictures);
  }

  /** Whether it belongs to this caller. */
  public boolean isOwnedBy(Principal caller) {
    return owner.equals(caller.key());
  }

  /** Why it ended, as JSON has it. */
  public Optional<String> endedBy() {
    return reason.map(why ->
        why == EndReason.STREAM_REMOVED
            ? "camera-removed"
            : why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** Names it in the log without giving its address away. */
  public String logName() {
    return role.text() + " session " + id.value().substring(0, Math.min(6, id.value().length()));
  }

  Session in(SessionState newState, Optional<Fault> newProblem) {
    return new Session(
        id, role, camera, owner, newState, expectedAt, ice, etag, pictures, reason, newProblem);
  }

  Session restarted(IceExchange newIce, String newEtag) {
    return new Session(
        id, role, camera, owner, state, expectedAt, newIce, newEtag, pictures, reason, problem);
  }

  Session ended(EndReason why) {
    return new Session(
        id,
        role,
        camera,
        owner,
        SessionState.ENDED,
        expectedAt,
        ice,
        etag,
        pictures,
        Optional.of(why),
        problem);
  }
}
