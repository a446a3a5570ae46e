import com.intel.analytics.bigdl.dllib.nn.abstractnn.AbstractCriterion;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.dllib.nn.abstractnn.DataFormat$;
import com.intel.analytics.bigdl.dllib.tensor.ArrayStorage;
import com.intel.analytics.bigdl.dllib.tensor.DenseTensor;
import com.intel.analytics.bigdl.dllib.tensor.Tensor;
import com.intel.analytics.bigdl.dllib.tensor.TensorNumericMath.TensorNumeric;
import com.intel.analytics.bigdl.dllib.utils.Engine$;
import com.intel.analytics.bigdl.mkl.MKL;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The layers of BigDL, as WebscaleML was called later: those on MKL's BLAS, which the published WebscaleML column timed. They are written after
 * Torch's, so that names, weights and targets are the same.
 *
 * Layers that go through a batch image by image give these to a pool of threads, each with one thread of MKL; others leave the threads to MKL.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // types of elements are known when a request comes
final class Bigdl extends Rival {
    private static final String LAYERS = "com.intel.analytics.bigdl.dllib.nn.";
    private static final String NUMERIC = "com.intel.analytics.bigdl.dllib.tensor.TensorNumericMath$TensorNumeric$Numeric";
    private static final Set<String> SIMPLE = Set.of("Tanh", "Sigmoid", "SoftMax", "LogSoftMax");

    private ClassTag tag;
    private TensorNumeric numeric;

    @Override
    String version() {
        return versionOf(Tensor.class) + (MKL.isMKLLoaded() ? ", MKL" : ", without MKL");
    }

    private void useType(String type) throws ReflectiveOperationException {
        boolean single = type.equals("float");
        tag = single ? ClassTag$.MODULE$.Float() : ClassTag$.MODULE$.Double();
        numeric = (TensorNumeric) Class.forName(NUMERIC + (single ? "Float$" : "Double$")).getField("MODULE$").get(null);
    }

    private static void useThreads(int n, boolean byImage) {
        Engine$.MODULE$.setNodeAndCore(1, n);
        Engine$.MODULE$.model().setPoolSize(byImage ? n : 1);
        MKL.setNumThreads(byImage ? 1 : n);
    }

    private Tensor tensor(Values values) {
        if (values == null) {
            return null;
        }
        int[] strides = new int[values.size().length];
        for (int i = strides.length - 1, n = 1; i >= 0; n *= values.size()[i], i--) {
            strides[i] = n;
        }
        return new DenseTensor(new ArrayStorage(values.data(), tag), 0, values.size(), strides, strides.length, tag, numeric);
    }

    private static Values values(Tensor tensor) {
        Tensor dense = tensor.contiguous();
        Object all = dense.storage().array();
        int from = dense.storageOffset() - 1, to = from + Arrays.stream(dense.size()).reduce(1, (a, b) -> a * b);
        return new Values(dense.size(), all instanceof float[] data ? Arrays.copyOfRange(data, from, to)
            : Arrays.copyOfRange((double[]) all, from, to));
    }

    /** Makes a layer; the types of elements, which each constructor takes last, are added. */
    private Object make(String name, Object... arguments) throws ReflectiveOperationException {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = tag;
        all[arguments.length + 1] = numeric;
        for (Constructor<?> one : Class.forName(LAYERS + name).getConstructors()) {
            if (one.getParameterCount() == all.length) {
                return one.newInstance(all);
            }
        }
        throw new NoSuchMethodException(name);
    }

    /** The layer or criterion; null for what it has not. */
    private Object layer(Request r) throws ReflectiveOperationException {
        Tensor weight = tensor(r.parameter("weight")), bias = tensor(r.parameter("bias"));
        Object nchw = DataFormat$.MODULE$.apply("NCHW");
        switch (r.name) {
            case "SpatialConvolution":
                int[] size = {1, r.number("nOutputPlane"), r.number("nInputPlane"), r.number("kH"), r.number("kW")};
                return make(r.name, size[2], size[1], size[4], size[3], r.number("dW"), r.number("dH"), r.number("padW"), r.number("padH"), 1, true,
                    null, null, weight.resize(size, null), bias, null, null, bias != null, nchw);
            case "Linear":
                return make(r.name, weight.size(2), weight.size(1), bias != null, null, null, weight, bias, null, null);
            case "SpatialMaxPooling":
                Object pooling = make(r.name, r.number("kW"), r.number("kH"), r.number("dW"), r.number("dH"), r.number("padW"), r.number("padH"), nchw);
                return r.flag("ceil_mode") ? pooling.getClass().getMethod("ceil").invoke(pooling) : pooling;
            case "BatchNormalization":
                return weight == null ? null : make(r.name, weight.size(1), r.real("eps"), r.real("momentum"), true, weight, bias, null, null);
            case "SpatialBatchNormalization":
                return weight == null ? null : make(r.name, weight.size(1), r.real("eps"), r.real("momentum"), true, weight, bias, null, null, nchw);
            case "ReLU":
                return make(r.name, r.flag("inplace"));
            case "Dropout":
                return make(r.name, r.real("p"), r.flag("inplace"), true);
            case "ClassNLLCriterion":
                return make(r.name, tensor(r.parameter("weights")), r.flag("sizeAverage"), true, -1);
            case "BCECriterion":
                return make(r.name, tensor(r.parameter("weights")), r.flag("sizeAverage"));
            case "MSECriterion":
                return r.flag("sizeAverage") ? make(r.name) : null;
            default:
                return SIMPLE.contains(r.name) ? make(r.name) : null;
        }
    }

    @Override
    Case prepare(Request r) {
        try {
            useType(r.type);
            Object layer = layer(r);
            if (layer == null || r.flag("inplace")) {
                return null;
            }
            useThreads(r.threads, !r.name.equals("Linear"));
            Tensor input = tensor(r.values("input")), target = tensor(r.values("target")), gradOutput = tensor(r.values("gradOutput"));
            if (layer instanceof AbstractCriterion criterion) {
                return new OfCriterion(criterion, input, target, r.isForward());
            }
            return new OfModule((AbstractModule) layer, input, r.isForward() ? null : gradOutput, r.name.equals("Dropout"));
        } catch (ReflectiveOperationException problem) {
            throw new IllegalStateException(problem.getCause() == null ? problem : problem.getCause());
        }
    }

    private record OfModule(AbstractModule module, Tensor input, Tensor gradOutput, boolean random) implements Case {
        OfModule {
            module.training();
            module.forward(input);
        }

        @Override
        public void call() {
            if (gradOutput == null) {
                module.forward(input);
            } else {
                module.backward(input, gradOutput);
            }
        }

        @Override
        public Map<String, Values> results() {
            Map<String, Values> results = new LinkedHashMap<>();
            if (random) {
                return results;
            }
            if (gradOutput == null) {
                results.put("output", values((Tensor) module.forward(input)));
                return results;
            }
            module.zeroGradParameters();
            results.put("gradInput", values((Tensor) module.backward(input, gradOutput)));
            if (module.parameters() != null) {
                Tensor[] gradients = (Tensor[]) module.parameters()._2();
                results.put("gradWeight", values(gradients[0]));
                if (gradients.length > 1) {
                    results.put("gradBias", values(gradients[1]));
                }
            }
            return results;
        }
    }

    private record OfCriterion(AbstractCriterion criterion, Tensor input, Tensor target, boolean forward) implements Case {
        OfCriterion {
            criterion.forward(input, target);
        }

        @Override
        public void call() {
            if (forward) {
                criterion.forward(input, target);
            } else {
                criterion.backward(input, target);
            }
        }

        @Override
        public Map<String, Values> results() {
            Map<String, Values> results = new LinkedHashMap<>();
            if (!forward) {
                results.put("gradInput", values((Tensor) criterion.backward(input, target)));
            }
            return results;
        }
    }

    public static void main(String[] arguments) throws Exception {
        new Bigdl().serve();
    }
}
