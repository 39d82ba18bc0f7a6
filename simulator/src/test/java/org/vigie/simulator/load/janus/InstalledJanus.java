package org.vigie.simulator.load.janus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Debian's Janus with a configuration of the test's own, as a child process. */
final class InstalledJanus implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/janus");

  private final Process process;
  private final Path log;
  private final URI base;

  private InstalledJanus(Process process, Path log, URI base) {
    this.process = process;
    this.log = log;
    this.base = base;
  }

  static InstalledJanus start(Path folder, boolean lite) throws IOException {
    int port = freePort();
    Files.writeString(
        folder.resolve("janus.jcfg"),
        """
        general: { configs_folder = "%s" debug_level = 3 event_loops = 1 }
        nat: { ice_lite = %s }
        transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,\
        libjanus_rabbitmq.so,libjanus_websockets.so" }
        """
            .formatted(folder, lite));
    Files.writeString(
        folder.resolve("janus.transport.http.jcfg"),
        """
        general: { json = "compact" base_path = "/janus" http = true port = %d ip = "127.0.0.1" }
        admin: { admin_http = false }
        """
            .formatted(port));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-F", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new InstalledJanus(process, log, URI.create("http://127.0.0.1:" + port + "/janus"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI base() {
    return base;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }
}
