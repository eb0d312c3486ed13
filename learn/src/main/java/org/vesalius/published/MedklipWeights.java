package org.vesalius.published;

import java.util.List;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TextEncoder;
import org.vesalius.recipe.Medklip;

/**
 * MedKLIP: its checkpoint, and the frozen Bio_ClinicalBERT that reads its questions, given together. The checkpoint's ResNet ends with its third stage, whose cells are the patches that questions look at; the fourth is zero here, and so are the features of an image as a
 * whole: the model answers questions. They are asked by the explanations of the recipe, which are ours; the authors' lie in their repository.
 */
final class MedklipWeights {
    private MedklipWeights() {}

    static List<Kind> kinds() {
        return List.of(new Kind(
                new Kind.Card(
                        "medklip",
                        "MedKLIP (Wu et al. 2023): questions to a ResNet-50; two files, the second Bio_ClinicalBERT's",
                        "MediaBrain-SJTU/MedKLIP PreTrain_MedKLIP/models/model_MedKLIP.py @ adc2eb8672a37ad7e41b365aea41ac3af29878e2",
                        "checkpoint_final.pth linked in the README of MediaBrain-SJTU/MedKLIP, and pytorch_model.bin of emilyalsentzer/Bio_ClinicalBERT with its vocab.txt beside",
                        "not stated",
                        Kind.Reads.WORD_PIECE),
                List.of(
                        "res_features\\.0\\.weight",
                        "disease_embedding_layer\\.weight",
                        "(bert\\.)?embeddings\\.word_embeddings\\.weight"),
                MedklipWeights::fit));
    }

    private static Kind.Fitted fit(WeightFiles files) {
        ModelSpec model = new Medklip().plan("resnet50").model();
        String prefix = files.has("bert.embeddings.word_embeddings.weight") ? "bert." : "";
        KeyMap keys = KeyMap.same()
                .within("res_features.0.", KeyMap.same(), "image.conv1.")
                .within("res_features.1.", KeyMap.same(), "image.bn1.");
        for (int stage = 1; stage <= 3; stage++) {
            keys = keys.within("res_features." + (stage + 3) + ".", KeyMap.same(), "image.layer" + stage + ".");
        }
        keys = keys.zero("image\\.layer4\\..*") // see above
                .within("res_l1.", KeyMap.same(), "imageHead.first.")
                .within("res_l2.", KeyMap.same(), "imageHead.last.")
                .within("disease_embedding_layer.", KeyMap.same(), "textHead.last.")
                .within("decoder.", KeyMap.same(), "fusion.decoder.")
                .within("classifier.", KeyMap.same(), "fusion.classifier.")
                .ignore("cl_fc\\..*", "the head that names places in training")
                .strip("bert.")
                .within("", KeyMaps.bertText(), "text.");
        return new Kind.Fitted(
                model.withText(
                        Spec.bert(files, prefix, TextEncoder.Pool.CLS, TextEncoder.Depth.LAST),
                        model.textHead(),
                        Spec.wordPiece(files, prefix, model.tokenizer().maxLength())),
                keys);
    }
}
