import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * A server of MongoDB's protocol for the tests: FourhelpMongo PORT [FILE]. Without FILE it keeps everything in memory; with
 * it, what it has answered for is in the file, whatever happens to the process.
 */
public final class FourhelpMongo extends H2Backend {
  private static final Set<String> CHANGES =
      Set.of("insert", "update", "delete", "findandmodify", "create", "createindexes", "drop", "dropindexes", "dropdatabase");

  /** The oldest version that today's driver still speaks to. */
  private static final MongoVersion SPOKEN =
      new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
          return List.of(4, 4, 0);
        }

        @Override
        public int getWireVersion() {
          return 9;
        }
      };

  private final MVStore file;

  private FourhelpMongo(MVStore store, boolean kept) {
    super(store);
    this.file = kept ? store : null;
    version(SPOKEN);
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    String name = command.toLowerCase(Locale.ROOT);
    if (name.equals("endsessions") || name.equals("refreshsessions")) {
      return new Document("ok", 1.0);
    }
    boolean greeting = name.equals("hello") || name.equals("ismaster");
    Document answer = super.handleCommand(channel, database, greeting ? "isMaster" : command, query);
    if (greeting) {
      answer.put("isWritablePrimary", true);
      answer.put("logicalSessionTimeoutMinutes", 30);
    }
    if (file != null && CHANGES.contains(name)) {
      file.commit();
    }
    return answer;
  }

  public static void main(String[] args) {
    boolean kept = args.length > 1;
    MVStore.Builder builder = new MVStore.Builder();
    if (kept) {
      builder.fileName(args[1]).autoCommitDisabled();
    }
    MongoServer server = new MongoServer(new FourhelpMongo(builder.open(), kept));
    server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    System.out.println("ready");
  }
}
