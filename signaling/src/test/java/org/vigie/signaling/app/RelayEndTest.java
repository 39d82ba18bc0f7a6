package org.vigie.signaling.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether the program ends well, so that who watches over it knows whether to start it again. */
@Timeout(30)
class RelayEndTest {
  @TempDir private Path folder;

  @Test
  void aRelayThatIsClosedHasEndedWell() {
    TestRelay relay = new TestRelay(folder);
    relay.close();
    assertTrue(relay.relay.join());
  }

  @Test
  void aRelayWhoseMediaPlaneFailsDoesNotGoOnWithoutIt() {
    try (TestRelay relay = new TestRelay(folder)) {
      relay.media.fault.complete(new StackOverflowError());
      assertFalse(relay.relay.join());
    }
  }
}
