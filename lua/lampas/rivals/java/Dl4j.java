import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.openblas.global.openblas;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * DL4J's layers, in a workspace as its networks have them. A backward pass of some of them computes the forward one again: that is DL4J's way.
 *
 * Weights of its dense layer are the transpose of nn's.
 */
final class Dl4j extends Rival {
    /** As its networks have it for what layers compute. */
    private static final WorkspaceConfiguration MEMORY = WorkspaceConfiguration.builder().initialSize(0).overallocationLimit(0.05)
        .policyLearning(LearningPolicy.FIRST_LOOP).policyReset(ResetPolicy.BLOCK_LEFT).policySpill(SpillPolicy.REALLOCATE)
        .policyAllocation(AllocationPolicy.OVERALLOCATE).build();
    private static final LayerWorkspaceMgr MANAGER = LayerWorkspaceMgr.builder().defaultWorkspace("CALL", MEMORY).build();

    @Override
    String version() {
        return versionOf(Nd4j.class) + ", " + Nd4j.getBackend().getClass().getSimpleName();
    }

    /** What DL4J calls a layer of nn; null for what it has not. */
    private static org.deeplearning4j.nn.conf.layers.Layer describe(Request r) {
        Values weight = r.parameter("weight");
        return switch (r.name) {
            case "SpatialConvolution" -> weight == null || r.parameter("bias") == null || r.values("input").size().length != 4 ? null
                : new ConvolutionLayer.Builder(r.number("kH"), r.number("kW")).stride(r.number("dH"), r.number("dW"))
                    .padding(r.number("padH"), r.number("padW")).nIn(r.number("nInputPlane")).nOut(r.number("nOutputPlane"))
                    .convolutionMode(ConvolutionMode.Truncate).activation(Activation.IDENTITY).build();
            case "Linear" -> r.parameter("bias") == null || r.values("input").size().length != 2 ? null
                : new DenseLayer.Builder().nIn(weight.size()[1]).nOut(weight.size()[0]).activation(Activation.IDENTITY).build();
            case "SpatialMaxPooling" -> r.flag("ceil_mode") || r.values("input").size().length != 4 ? null
                : new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(r.number("kH"), r.number("kW"))
                    .stride(r.number("dH"), r.number("dW")).padding(r.number("padH"), r.number("padW"))
                    .convolutionMode(ConvolutionMode.Truncate).build();
            case "BatchNormalization", "SpatialBatchNormalization" -> weight == null ? null
                : new BatchNormalization.Builder().decay(1 - r.real("momentum")).eps(r.real("eps")).nIn(weight.size()[0]).nOut(weight.size()[0]).build();
            case "ReLU" -> r.flag("inplace") ? null : new ActivationLayer(Activation.RELU);
            case "Tanh" -> new ActivationLayer(Activation.TANH);
            case "Sigmoid" -> new ActivationLayer(Activation.SIGMOID);
            case "SoftMax" -> r.values("input").size().length != 2 ? null : new ActivationLayer(Activation.SOFTMAX);
            case "Dropout" -> r.flag("inplace") ? null : new DropoutLayer(1 - r.real("p"));
            default -> null;
        };
    }

    private static INDArray array(Values values) {
        long[] size = java.util.Arrays.stream(values.size()).asLongStream().toArray();
        INDArray flat = values.data() instanceof float[] data ? Nd4j.createFromArray(data) : Nd4j.createFromArray((double[]) values.data());
        return flat.reshape('c', size);
    }

    private static Values values(INDArray array) {
        INDArray dense = array.dup('c');
        int[] size = java.util.Arrays.stream(dense.shape()).mapToInt(n -> (int) n).toArray();
        return new Values(size, dense.dataType() == DataType.FLOAT ? dense.data().asFloat() : dense.data().asDouble());
    }

    private static void useThreads(int n) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(n);
        Nd4j.getEnvironment().setMaxThreads(n);
        Nd4j.getEnvironment().setMaxMasterThreads(n);
        openblas.blas_set_num_threads(n);
    }

    @Override
    Case prepare(Request r) {
        org.deeplearning4j.nn.conf.layers.Layer described = describe(r);
        if (described == null) {
            return null;
        }
        useThreads(r.threads);
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread(); // their size is learned from the first call
        return new Prepared(r, described);
    }

    private static final class Prepared implements Case {
        private final Layer layer;
        private final INDArray input, gradOutput;
        private final boolean transposed, random;
        private final String weight, bias;

        Prepared(Request r, org.deeplearning4j.nn.conf.layers.Layer described) {
            DataType type = r.type.equals("float") ? DataType.FLOAT : DataType.DOUBLE;
            NeuralNetConfiguration all = new NeuralNetConfiguration.Builder().dataType(type).layer(described).build();
            long count = described.initializer().numParams(all);
            INDArray parameters = count > 0 ? Nd4j.create(type, 1, count) : null;
            layer = described.instantiate(all, null, 0, parameters, true, type);
            transposed = r.name.equals("Linear");
            random = r.name.equals("Dropout");
            boolean normalization = described instanceof BatchNormalization;
            weight = normalization ? "gamma" : "W";
            bias = normalization ? "beta" : "b";
            if (count > 0) {
                layer.setBackpropGradientsViewArray(Nd4j.create(type, 1, count));
                INDArray theirs = layer.getParam(weight), ours = array(r.parameter("weight"));
                theirs.assign(transposed ? ours.transpose() : ours.reshape(theirs.shape()));
                layer.getParam(bias).assign(array(r.parameter("bias")).reshape(layer.getParam(bias).shape()));
            }
            input = array(r.values("input"));
            gradOutput = r.isForward() ? null : array(r.values("gradOutput"));
            if (gradOutput != null) {
                layer.activate(input, true, LayerWorkspaceMgr.noWorkspaces()); // a layer keeps something of it, such as dropout's mask
            }
        }

        private INDArray forward() {
            return layer.activate(input, true, MANAGER);
        }

        private Pair<Gradient, INDArray> backward() {
            layer.setInput(input, MANAGER);
            return layer.backpropGradient(gradOutput, MANAGER);
        }

        @Override
        public void call() {
            try (MemoryWorkspace memory = Nd4j.getWorkspaceManager().getAndActivateWorkspace(MEMORY, "CALL")) {
                if (gradOutput == null) {
                    forward();
                } else {
                    backward();
                }
            }
        }

        @Override
        public Map<String, Values> results() {
            Map<String, Values> results = new LinkedHashMap<>();
            try (MemoryWorkspace memory = Nd4j.getWorkspaceManager().getAndActivateWorkspace(MEMORY, "CALL")) {
                if (random) {
                    return results;
                }
                if (gradOutput == null) {
                    results.put("output", values(forward()));
                    return results;
                }
                Pair<Gradient, INDArray> both = backward();
                results.put("gradInput", values(both.getSecond()));
                INDArray gradWeight = both.getFirst().gradientForVariable().get(weight);
                if (gradWeight != null) {
                    results.put("gradWeight", values(transposed ? gradWeight.transpose() : gradWeight));
                    results.put("gradBias", values(both.getFirst().gradientForVariable().get(bias).reshape(-1)));
                }
            }
            return results;
        }
    }

    public static void main(String[] arguments) throws Exception {
        new Dl4j().serve();
    }
}
