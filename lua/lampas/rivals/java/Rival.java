import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The end in Java of the protocol of lampas.rivals.process: a library's class says what it has, this one reads, answers and takes the time. */
abstract class Rival {
    /** Nanoseconds between looks at threads that may still spin, and until they are left to it. */
    private static final long LOOK = 1_000_000, LONGEST = 100_000_000;

    /** A tensor, dense and row-major: float[] or double[]. */
    record Values(int[] size, Object data) {
    }

    /** One layer and method, ready to be called. */
    interface Case {
        void call();

        /** What a call computes, by the names of nn's fields; empty where it cannot be compared. */
        Map<String, Values> results();
    }

    /** A layer of nn as it was sent. */
    static final class Request {
        final String name, method, type, folder;
        final int threads;
        private final JsonObject all, fields;

        Request(JsonObject all) {
            this.all = all;
            fields = all.getAsJsonObject("fields");
            name = all.get("class").getAsString();
            method = all.get("method").getAsString();
            type = all.get("type").getAsString();
            threads = all.get("threads").getAsInt();
            folder = Path.of(all.getAsJsonObject("input").get("file").getAsString()).getParent().toString();
        }

        boolean isForward() {
            return method.equals("forward");
        }

        int number(String field) {
            return fields.get(field).getAsInt();
        }

        double real(String field) {
            return fields.get(field).getAsDouble();
        }

        boolean flag(String field) {
            return fields.has(field) && fields.get(field).getAsBoolean();
        }

        /** The tensor of that name, such as input; null where there is none. */
        Values values(String name) {
            return read(all.get(name));
        }

        Values parameter(String name) {
            return read(all.getAsJsonObject("parameters").get(name));
        }

        private Values read(JsonElement described) {
            if (described == null) {
                return null;
            }
            JsonArray list = described.getAsJsonObject().getAsJsonArray("size");
            int[] size = new int[list.size()];
            for (int i = 0; i < size.length; i++) {
                size[i] = list.get(i).getAsInt();
            }
            try {
                byte[] bytes = Files.readAllBytes(Path.of(described.getAsJsonObject().get("file").getAsString()));
                ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
                if (type.equals("float")) {
                    float[] data = new float[bytes.length / 4];
                    buffer.asFloatBuffer().get(data);
                    return new Values(size, data);
                }
                double[] data = new double[bytes.length / 8];
                buffer.asDoubleBuffer().get(data);
                return new Values(size, data);
            } catch (java.io.IOException problem) {
                throw new java.io.UncheckedIOException(problem);
            }
        }
    }

    abstract String version();

    /** The version in the name of the archive that a class is from: name-VERSION.jar. */
    static String versionOf(Class<?> one) {
        String archive = Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath()).getFileName().toString();
        return archive.replaceAll("^(.*-)?(\\d+\\.\\d+\\.\\d+[^.]*).*$", "$2").replace("-jar-with-dependencies", "");
    }

    /** Makes a case; null for what the library has not. */
    abstract Case prepare(Request request);

    private static JsonObject write(Values values, String path) throws java.io.IOException {
        byte[] bytes;
        if (values.data() instanceof float[] data) {
            bytes = new byte[data.length * 4];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().put(data);
        } else {
            double[] data = (double[]) values.data();
            bytes = new byte[data.length * 8];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asDoubleBuffer().put(data);
        }
        Files.write(Path.of(path), bytes);
        JsonArray size = new JsonArray();
        for (int one : values.size()) {
            size.add(new com.google.gson.JsonPrimitive(one));
        }
        JsonObject described = new JsonObject();
        described.add("size", size);
        described.addProperty("file", path);
        return described;
    }

    /** Nanoseconds of processor time that the threads of this process have taken, as far as the system tells. */
    private static long taken() {
        long all = 0;
        for (File thread : new File("/proc/self/task").listFiles()) {
            try {
                String line = Files.readString(Path.of(thread.getPath(), "schedstat"));
                all += Long.parseLong(line.substring(0, line.indexOf(' ')));
            } catch (java.io.IOException gone) {
                continue; // a thread that ended meanwhile
            }
        }
        return all;
    }

    /** Waits until no thread of this process spins: until it takes hardly any processor time, this look at it aside. */
    private static void settle() throws InterruptedException {
        long last = System.nanoTime() + LONGEST;
        long before, spent;
        do {
            before = taken();
            long start = System.nanoTime();
            Thread.sleep(LOOK / 1_000_000);
            spent = System.nanoTime() - start;
        } while (taken() - before > spent && System.nanoTime() < last);
    }

    private static double time(Case one, int untimed, int calls) throws InterruptedException {
        for (int i = 0; i < untimed; i++) {
            one.call();
        }
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            one.call();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        settle();
        return seconds;
    }

    private Case current;
    private String folder;

    private JsonObject answer(JsonObject request) throws Exception {
        JsonObject answer = new JsonObject();
        switch (request.get("do").getAsString()) {
            case "hello" -> answer.addProperty("version", version());
            case "prepare" -> {
                Request asked = new Request(request);
                folder = asked.folder;
                current = prepare(asked);
                answer.addProperty("ok", current != null);
            }
            case "results" -> {
                JsonObject results = new JsonObject();
                for (Map.Entry<String, Values> one : current.results().entrySet()) {
                    results.add(one.getKey(), write(one.getValue(), folder + "/0" + one.getKey()));
                }
                answer.add("results", results);
            }
            default -> answer.addProperty("seconds", time(current, request.get("untimed").getAsInt(), request.get("calls").getAsInt()));
        }
        return answer;
    }

    /** Answers requests until there are no more. What the library prints goes to standard error. */
    final void serve() throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonObject request = new JsonParser().parse(line).getAsJsonObject(), answer;
            if (request.get("do").getAsString().equals("quit")) {
                break;
            }
            try {
                answer = answer(request);
            } catch (Exception | LinkageError problem) { // whatever it is, the other end has to hear of it
                answer = new JsonObject();
                answer.addProperty("error", problem.toString());
            }
            out.println(answer);
            out.flush();
        }
        System.exit(0); // threads of the library may be waiting for work
    }
}
