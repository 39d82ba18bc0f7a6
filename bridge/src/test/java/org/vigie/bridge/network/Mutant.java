package org.vigie.bridge.network;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.vigie.bridge.loop.Loop;

/**
 * The bridge with one line of it changed, beside the real one: what stands above SRTP in the order
 * of packages is loaded anew.
 *
 * @param file below {@code org/vigie/bridge}, without its ending
 * @param line what is changed; it stands there once
 * @param changed what stands there instead
 */
record Mutant(String file, String line, String changed) {
  private static final String SEPARATOR = File.pathSeparator;
  private static final String OURS = "org.vigie.bridge.";
  private static final List<String> AS_IT_IS =
      List.of("api", "buffer", "udp", "rtp", "codec", "ice", "dtls", "srtp");

  /** Plays seeds with it until one fails; returns the rule that was broken. */
  String play(Scenario scenario, int seeds, Path folder)
      throws IOException, ReflectiveOperationException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(folder, classes);
    try (Anew loader = new Anew(classes)) {
      Class<?> anew = loader.loadClass(Seeds.class.getName());
      Object failure =
          anew.getMethod("firstFailure", String.class, long.class, int.class)
              .invoke(null, scenario.title(), 1L, seeds);
      return String.valueOf(failure);
    }
  }

  private void compile(Path folder, Path classes) throws IOException {
    String source = Files.readString(sources().resolve(file + ".java"));
    if (source.split(Pattern.quote(line), -1).length != 2) {
      throw new IllegalStateException(
          file + ".java does not have this line once, give the mutant another: " + line);
    }
    Path changedFile = folder.resolve(file.substring(file.indexOf('/') + 1) + ".java");
    Files.writeString(changedFile, source.replace(line, changed));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      String path = classPath().stream().map(URL::getPath).collect(Collectors.joining(SEPARATOR));
      List<String> options =
          List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", path);
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjects(changedFile))
              .call();
      if (!compiled) {
        throw new IllegalStateException("does not compile: " + changed);
      }
    }
  }

  private static Path sources() {
    Path here = Path.of("src/main/java/org/vigie/bridge");
    return Files.exists(here) ? here : Path.of("bridge").resolve(here);
  }

  /** Where the classes of the bridge, of these tests and of what they import come from. */
  private static List<URL> classPath() {
    return Stream.of(Loop.class, Mutant.class, Nullable.class, Logger.class)
        .map(each -> each.getProtectionDomain().getCodeSource().getLocation())
        .distinct()
        .toList();
  }

  /** Loads the upper packages itself, the changed class first. */
  private static final class Anew extends URLClassLoader {
    Anew(Path classes) throws IOException {
      super(urls(classes), Mutant.class.getClassLoader());
    }

    private static URL[] urls(Path classes) throws IOException {
      List<URL> urls = new ArrayList<>();
      urls.add(classes.toUri().toURL());
      urls.addAll(classPath());
      return urls.toArray(URL[]::new);
    }

    private static boolean isAsItIs(String name) {
      return AS_IT_IS.stream().anyMatch(each -> name.startsWith(OURS + each + "."));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS) || isAsItIs(name)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
