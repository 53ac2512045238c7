import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/** A real OpenSearch 2.19 node in one process: java -cp 'lib/*' Launcher.java HOME HTTP_PORT [setting=value ...] */
public class Launcher {
  static final class EmbeddedNode extends Node {
    EmbeddedNode(Environment env, Collection<Class<? extends Plugin>> plugins) { super(env, plugins, true); }
  }
  public static void main(String[] args) throws Exception {
    Path home = Paths.get(args[0]).toAbsolutePath();
    Files.createDirectories(home.resolve("config"));
    Settings.Builder s = Settings.builder()
        .put("cluster.name", "dev").put("node.name", "dev-1")
        .put("path.home", home.toString())
        .put("discovery.type", "single-node")
        .put("network.host", "127.0.0.1")
        .put("http.port", args[1])
        .put("transport.port", "0")
        .put("cluster.routing.allocation.disk.threshold_enabled", false);
    for (int i = 2; i < args.length; i++) { String[] kv = args[i].split("=", 2); s.put(kv[0], kv[1]); }
    Environment env = InternalSettingsPreparer.prepareEnvironment(s.build(), Map.of(), null, () -> "dev-1");
    Node node = new EmbeddedNode(env, List.of(
        org.opensearch.painless.PainlessPlugin.class,
        org.opensearch.analysis.common.CommonAnalysisPlugin.class,
        org.opensearch.index.mapper.MapperExtrasPlugin.class,
        org.opensearch.index.reindex.ReindexPlugin.class,
        org.opensearch.transport.Netty4Plugin.class));
    CountDownLatch stop = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try { node.close(); node.awaitClose(10, TimeUnit.SECONDS); } catch (Exception e) { e.printStackTrace(); }
      stop.countDown();
    }));
    try { node.start(); } catch (Throwable t) { t.printStackTrace(); System.exit(1); }
    System.out.println("READY http://127.0.0.1:" + args[1]);
    stop.await();
  }
}
