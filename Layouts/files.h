// SPDX-License-Identifier: Apache-2.0
// Copyright the museimg authors

// Made by scripts/make-layouts.

static const uint8_t layout_allwinner[] = {
#embed "allwinner.toml"
};
static const uint8_t layout_allwinner_boot0[] = {
#embed "allwinner-boot0.toml"
};
static const uint8_t layout_allwinner_scrambled[] = {
#embed "allwinner-scrambled.toml"
};
static const uint8_t layout_amlogic[] = {
#embed "amlogic.toml"
};
static const uint8_t layout_arasan[] = {
#embed "arasan.toml"
};
static const uint8_t layout_atmel_pmecc[] = {
#embed "atmel-pmecc.toml"
};
static const uint8_t layout_atmel_pmecc_masked[] = {
#embed "atmel-pmecc-masked.toml"
};
static const uint8_t layout_broadcom_bch4[] = {
#embed "broadcom-bch4.toml"
};
static const uint8_t layout_broadcom_bch8[] = {
#embed "broadcom-bch8.toml"
};
static const uint8_t layout_broadcom_hamming[] = {
#embed "broadcom-hamming.toml"
};
static const uint8_t layout_broadcom_sas[] = {
#embed "broadcom-sas.toml"
};
static const uint8_t layout_broadcom_v4_bch4[] = {
#embed "broadcom-v4-bch4.toml"
};
static const uint8_t layout_broadcom_v4_bch8[] = {
#embed "broadcom-v4-bch8.toml"
};
static const uint8_t layout_cafe[] = {
#embed "cafe.toml"
};
static const uint8_t layout_davinci_ham1[] = {
#embed "davinci-ham1.toml"
};
static const uint8_t layout_davinci_rs[] = {
#embed "davinci-rs.toml"
};
static const uint8_t layout_davinci_rs_small[] = {
#embed "davinci-rs-small.toml"
};
static const uint8_t layout_denali[] = {
#embed "denali.toml"
};
static const uint8_t layout_diskonchip[] = {
#embed "diskonchip.toml"
};
static const uint8_t layout_docg3[] = {
#embed "docg3.toml"
};
static const uint8_t layout_elbc_eccm0[] = {
#embed "elbc-eccm0.toml"
};
static const uint8_t layout_elbc_eccm1[] = {
#embed "elbc-eccm1.toml"
};
static const uint8_t layout_flex_onenand[] = {
#embed "flex-onenand.toml"
};
static const uint8_t layout_fsmc_bch8[] = {
#embed "fsmc-bch8.toml"
};
static const uint8_t layout_fsmc_ecc1[] = {
#embed "fsmc-ecc1.toml"
};
static const uint8_t layout_gpmi[] = {
#embed "gpmi.toml"
};
static const uint8_t layout_gpmi_1k[] = {
#embed "gpmi-1k.toml"
};
static const uint8_t layout_gpmi_mx23[] = {
#embed "gpmi-mx23.toml"
};
static const uint8_t layout_hisilicon_t16[] = {
#embed "hisilicon-t16.toml"
};
static const uint8_t layout_hisilicon_t8[] = {
#embed "hisilicon-t8.toml"
};
static const uint8_t layout_ifc[] = {
#embed "ifc.toml"
};
static const uint8_t layout_intel_lgm[] = {
#embed "intel-lgm.toml"
};
static const uint8_t layout_jz4725b[] = {
#embed "jz4725b.toml"
};
static const uint8_t layout_jz4740[] = {
#embed "jz4740.toml"
};
static const uint8_t layout_jz4780[] = {
#embed "jz4780.toml"
};
static const uint8_t layout_keystone_rbl[] = {
#embed "keystone-rbl.toml"
};
static const uint8_t layout_kirkwood_rs[] = {
#embed "kirkwood-rs.toml"
};
static const uint8_t layout_linux_bch1[] = {
#embed "linux-bch1.toml"
};
static const uint8_t layout_linux_bch12[] = {
#embed "linux-bch12.toml"
};
static const uint8_t layout_linux_bch16[] = {
#embed "linux-bch16.toml"
};
static const uint8_t layout_linux_bch16_1k[] = {
#embed "linux-bch16-1k.toml"
};
static const uint8_t layout_linux_bch24[] = {
#embed "linux-bch24.toml"
};
static const uint8_t layout_linux_bch24_1k[] = {
#embed "linux-bch24-1k.toml"
};
static const uint8_t layout_linux_bch32_1k[] = {
#embed "linux-bch32-1k.toml"
};
static const uint8_t layout_linux_bch4[] = {
#embed "linux-bch4.toml"
};
static const uint8_t layout_linux_bch4_1k[] = {
#embed "linux-bch4-1k.toml"
};
static const uint8_t layout_linux_bch40_1k[] = {
#embed "linux-bch40-1k.toml"
};
static const uint8_t layout_linux_bch8[] = {
#embed "linux-bch8.toml"
};
static const uint8_t layout_linux_bch8_1k[] = {
#embed "linux-bch8-1k.toml"
};
static const uint8_t layout_linux_hamming[] = {
#embed "linux-hamming.toml"
};
static const uint8_t layout_linux_hamming_256[] = {
#embed "linux-hamming-256.toml"
};
static const uint8_t layout_linux_hamming_512[] = {
#embed "linux-hamming-512.toml"
};
static const uint8_t layout_linux_hamming_sm[] = {
#embed "linux-hamming-sm.toml"
};
static const uint8_t layout_linux_hamming_sm_small[] = {
#embed "linux-hamming-sm-small.toml"
};
static const uint8_t layout_linux_hamming_small[] = {
#embed "linux-hamming-small.toml"
};
static const uint8_t layout_lpc32xx_mlc[] = {
#embed "lpc32xx-mlc.toml"
};
static const uint8_t layout_lpc32xx_slc_small[] = {
#embed "lpc32xx-slc-small.toml"
};
static const uint8_t layout_marvell_nfcv2[] = {
#embed "marvell-nfcv2.toml"
};
static const uint8_t layout_marvell_nfcv2_bare[] = {
#embed "marvell-nfcv2-bare.toml"
};
static const uint8_t layout_marvell_nfcv2_hamming[] = {
#embed "marvell-nfcv2-hamming.toml"
};
static const uint8_t layout_marvell_nfcv2_strong[] = {
#embed "marvell-nfcv2-strong.toml"
};
static const uint8_t layout_mediatek[] = {
#embed "mediatek.toml"
};
static const uint8_t layout_mediatek_scrambled[] = {
#embed "mediatek-scrambled.toml"
};
static const uint8_t layout_mediatek_small[] = {
#embed "mediatek-small.toml"
};
static const uint8_t layout_mxc_v1[] = {
#embed "mxc-v1.toml"
};
static const uint8_t layout_mxc_v2_4bit[] = {
#embed "mxc-v2-4bit.toml"
};
static const uint8_t layout_mxc_v2_8bit[] = {
#embed "mxc-v2-8bit.toml"
};
static const uint8_t layout_omap_bch16[] = {
#embed "omap-bch16.toml"
};
static const uint8_t layout_omap_bch4[] = {
#embed "omap-bch4.toml"
};
static const uint8_t layout_omap_bch4_sw[] = {
#embed "omap-bch4-sw.toml"
};
static const uint8_t layout_omap_bch8[] = {
#embed "omap-bch8.toml"
};
static const uint8_t layout_omap_bch8_sw[] = {
#embed "omap-bch8-sw.toml"
};
static const uint8_t layout_omap_ham1[] = {
#embed "omap-ham1.toml"
};
static const uint8_t layout_omap_ham1_x16[] = {
#embed "omap-ham1-x16.toml"
};
static const uint8_t layout_ondie_2k_64_1bit[] = {
#embed "ondie-2k-64-1bit.toml"
};
static const uint8_t layout_ondie_am_2k_128[] = {
#embed "ondie-am-2k-128.toml"
};
static const uint8_t layout_ondie_am_2k_64[] = {
#embed "ondie-am-2k-64.toml"
};
static const uint8_t layout_ondie_ato[] = {
#embed "ondie-ato.toml"
};
static const uint8_t layout_ondie_cs_4bits[] = {
#embed "ondie-cs-4bits.toml"
};
static const uint8_t layout_ondie_cs_8bits[] = {
#embed "ondie-cs-8bits.toml"
};
static const uint8_t layout_ondie_dosilicon[] = {
#embed "ondie-dosilicon.toml"
};
static const uint8_t layout_ondie_esmt[] = {
#embed "ondie-esmt.toml"
};
static const uint8_t layout_ondie_etron_2k_120[] = {
#embed "ondie-etron-2k-120.toml"
};
static const uint8_t layout_ondie_etron_2k_128[] = {
#embed "ondie-etron-2k-128.toml"
};
static const uint8_t layout_ondie_etron_2k_128_interleaving[] = {
#embed "ondie-etron-2k-128-interleaving.toml"
};
static const uint8_t layout_ondie_etron_2k_128_interleaving_2[] = {
#embed "ondie-etron-2k-128-interleaving-2.toml"
};
static const uint8_t layout_ondie_etron_2k_64[] = {
#embed "ondie-etron-2k-64.toml"
};
static const uint8_t layout_ondie_etron_2k_64_interleaving[] = {
#embed "ondie-etron-2k-64-interleaving.toml"
};
static const uint8_t layout_ondie_etron_2k_64_interleaving_2[] = {
#embed "ondie-etron-2k-64-interleaving-2.toml"
};
static const uint8_t layout_ondie_etron_2k_64_no_oob[] = {
#embed "ondie-etron-2k-64-no-oob.toml"
};
static const uint8_t layout_ondie_etron_4k_240[] = {
#embed "ondie-etron-4k-240.toml"
};
static const uint8_t layout_ondie_etron_4k_256[] = {
#embed "ondie-etron-4k-256.toml"
};
static const uint8_t layout_ondie_etron_4k_256_interleaving[] = {
#embed "ondie-etron-4k-256-interleaving.toml"
};
static const uint8_t layout_ondie_gd_4bit[] = {
#embed "ondie-gd-4bit.toml"
};
static const uint8_t layout_ondie_gd_4k_8bit_sr_3bits[] = {
#embed "ondie-gd-4k-8bit-sr-3bits.toml"
};
static const uint8_t layout_ondie_gd_4k_8bit_sr2_2bits[] = {
#embed "ondie-gd-4k-8bit-sr2-2bits.toml"
};
static const uint8_t layout_ondie_gd_8bit_sr_2bits[] = {
#embed "ondie-gd-8bit-sr-2bits.toml"
};
static const uint8_t layout_ondie_gd_8bit_sr_3bits[] = {
#embed "ondie-gd-8bit-sr-3bits.toml"
};
static const uint8_t layout_ondie_gd_8bit_sr2_2bits[] = {
#embed "ondie-gd-8bit-sr2-2bits.toml"
};
static const uint8_t layout_ondie_heyangtek_2k[] = {
#embed "ondie-heyangtek-2k.toml"
};
static const uint8_t layout_ondie_heyangtek_4bits[] = {
#embed "ondie-heyangtek-4bits.toml"
};
static const uint8_t layout_ondie_heyangtek_4k[] = {
#embed "ondie-heyangtek-4k.toml"
};
static const uint8_t layout_ondie_mt_2k_8bits[] = {
#embed "ondie-mt-2k-8bits.toml"
};
static const uint8_t layout_ondie_mt_4k_8bits[] = {
#embed "ondie-mt-4k-8bits.toml"
};
static const uint8_t layout_ondie_mxic_2k_8bit[] = {
#embed "ondie-mxic-2k-8bit.toml"
};
static const uint8_t layout_ondie_mxic_4k_8bit[] = {
#embed "ondie-mxic-4k-8bit.toml"
};
static const uint8_t layout_ondie_paragon[] = {
#embed "ondie-paragon.toml"
};
static const uint8_t layout_ondie_toshiba_2k[] = {
#embed "ondie-toshiba-2k.toml"
};
static const uint8_t layout_ondie_toshiba_4k[] = {
#embed "ondie-toshiba-4k.toml"
};
static const uint8_t layout_ondie_w25n01kv[] = {
#embed "ondie-w25n01kv.toml"
};
static const uint8_t layout_ondie_w25nxxjw[] = {
#embed "ondie-w25nxxjw.toml"
};
static const uint8_t layout_ondie_w25nxxk_8bit[] = {
#embed "ondie-w25nxxk-8bit.toml"
};
static const uint8_t layout_ondie_xt26g01c[] = {
#embed "ondie-xt26g01c.toml"
};
static const uint8_t layout_ondie_xt26q01d[] = {
#embed "ondie-xt26q01d.toml"
};
static const uint8_t layout_ondie_xtx[] = {
#embed "ondie-xtx.toml"
};
static const uint8_t layout_ondie_zd35q1gc[] = {
#embed "ondie-zd35q1gc.toml"
};
static const uint8_t layout_onenand[] = {
#embed "onenand.toml"
};
static const uint8_t layout_onenand_4k[] = {
#embed "onenand-4k.toml"
};
static const uint8_t layout_qnx_ti_bch4[] = {
#embed "qnx-ti-bch4.toml"
};
static const uint8_t layout_qualcomm_bch4[] = {
#embed "qualcomm-bch4.toml"
};
static const uint8_t layout_qualcomm_bch8[] = {
#embed "qualcomm-bch8.toml"
};
static const uint8_t layout_qualcomm_rs[] = {
#embed "qualcomm-rs.toml"
};
static const uint8_t layout_qualcomm_sbl_bch4[] = {
#embed "qualcomm-sbl-bch4.toml"
};
static const uint8_t layout_qualcomm_sbl_bch8[] = {
#embed "qualcomm-sbl-bch8.toml"
};
static const uint8_t layout_qualcomm_sbl_rs[] = {
#embed "qualcomm-sbl-rs.toml"
};
static const uint8_t layout_ralink_rt3052[] = {
#embed "ralink-rt3052.toml"
};
static const uint8_t layout_realtek_rtl9300[] = {
#embed "realtek-rtl9300.toml"
};
static const uint8_t layout_renesas_rzn1[] = {
#embed "renesas-rzn1.toml"
};
static const uint8_t layout_rockchip[] = {
#embed "rockchip.toml"
};
static const uint8_t layout_s3c_hamming[] = {
#embed "s3c-hamming.toml"
};
static const uint8_t layout_sh_flctl[] = {
#embed "sh-flctl.toml"
};
static const uint8_t layout_stm32_fmc2[] = {
#embed "stm32-fmc2.toml"
};
static const uint8_t layout_tegra[] = {
#embed "tegra.toml"
};
static const uint8_t layout_vf610[] = {
#embed "vf610.toml"
};
static const uint8_t layout_wii[] = {
#embed "wii.toml"
};
static const uint8_t layout_xbox360[] = {
#embed "xbox360.toml"
};
static const uint8_t layout_zynq_pl35x[] = {
#embed "zynq-pl35x.toml"
};

static const struct file files[] = {
    {"allwinner", layout_allwinner, sizeof(layout_allwinner)},
    {"allwinner-boot0", layout_allwinner_boot0, sizeof(layout_allwinner_boot0)},
    {"allwinner-scrambled", layout_allwinner_scrambled, sizeof(layout_allwinner_scrambled)},
    {"amlogic", layout_amlogic, sizeof(layout_amlogic)},
    {"arasan", layout_arasan, sizeof(layout_arasan)},
    {"atmel-pmecc", layout_atmel_pmecc, sizeof(layout_atmel_pmecc)},
    {"atmel-pmecc-masked", layout_atmel_pmecc_masked, sizeof(layout_atmel_pmecc_masked)},
    {"broadcom-bch4", layout_broadcom_bch4, sizeof(layout_broadcom_bch4)},
    {"broadcom-bch8", layout_broadcom_bch8, sizeof(layout_broadcom_bch8)},
    {"broadcom-hamming", layout_broadcom_hamming, sizeof(layout_broadcom_hamming)},
    {"broadcom-sas", layout_broadcom_sas, sizeof(layout_broadcom_sas)},
    {"broadcom-v4-bch4", layout_broadcom_v4_bch4, sizeof(layout_broadcom_v4_bch4)},
    {"broadcom-v4-bch8", layout_broadcom_v4_bch8, sizeof(layout_broadcom_v4_bch8)},
    {"cafe", layout_cafe, sizeof(layout_cafe)},
    {"davinci-ham1", layout_davinci_ham1, sizeof(layout_davinci_ham1)},
    {"davinci-rs", layout_davinci_rs, sizeof(layout_davinci_rs)},
    {"davinci-rs-small", layout_davinci_rs_small, sizeof(layout_davinci_rs_small)},
    {"denali", layout_denali, sizeof(layout_denali)},
    {"diskonchip", layout_diskonchip, sizeof(layout_diskonchip)},
    {"docg3", layout_docg3, sizeof(layout_docg3)},
    {"elbc-eccm0", layout_elbc_eccm0, sizeof(layout_elbc_eccm0)},
    {"elbc-eccm1", layout_elbc_eccm1, sizeof(layout_elbc_eccm1)},
    {"flex-onenand", layout_flex_onenand, sizeof(layout_flex_onenand)},
    {"fsmc-bch8", layout_fsmc_bch8, sizeof(layout_fsmc_bch8)},
    {"fsmc-ecc1", layout_fsmc_ecc1, sizeof(layout_fsmc_ecc1)},
    {"gpmi", layout_gpmi, sizeof(layout_gpmi)},
    {"gpmi-1k", layout_gpmi_1k, sizeof(layout_gpmi_1k)},
    {"gpmi-mx23", layout_gpmi_mx23, sizeof(layout_gpmi_mx23)},
    {"hisilicon-t16", layout_hisilicon_t16, sizeof(layout_hisilicon_t16)},
    {"hisilicon-t8", layout_hisilicon_t8, sizeof(layout_hisilicon_t8)},
    {"ifc", layout_ifc, sizeof(layout_ifc)},
    {"intel-lgm", layout_intel_lgm, sizeof(layout_intel_lgm)},
    {"jz4725b", layout_jz4725b, sizeof(layout_jz4725b)},
    {"jz4740", layout_jz4740, sizeof(layout_jz4740)},
    {"jz4780", layout_jz4780, sizeof(layout_jz4780)},
    {"keystone-rbl", layout_keystone_rbl, sizeof(layout_keystone_rbl)},
    {"kirkwood-rs", layout_kirkwood_rs, sizeof(layout_kirkwood_rs)},
    {"linux-bch1", layout_linux_bch1, sizeof(layout_linux_bch1)},
    {"linux-bch12", layout_linux_bch12, sizeof(layout_linux_bch12)},
    {"linux-bch16", layout_linux_bch16, sizeof(layout_linux_bch16)},
    {"linux-bch16-1k", layout_linux_bch16_1k, sizeof(layout_linux_bch16_1k)},
    {"linux-bch24", layout_linux_bch24, sizeof(layout_linux_bch24)},
    {"linux-bch24-1k", layout_linux_bch24_1k, sizeof(layout_linux_bch24_1k)},
    {"linux-bch32-1k", layout_linux_bch32_1k, sizeof(layout_linux_bch32_1k)},
    {"linux-bch4", layout_linux_bch4, sizeof(layout_linux_bch4)},
    {"linux-bch4-1k", layout_linux_bch4_1k, sizeof(layout_linux_bch4_1k)},
    {"linux-bch40-1k", layout_linux_bch40_1k, sizeof(layout_linux_bch40_1k)},
    {"linux-bch8", layout_linux_bch8, sizeof(layout_linux_bch8)},
    {"linux-bch8-1k", layout_linux_bch8_1k, sizeof(layout_linux_bch8_1k)},
    {"linux-hamming", layout_linux_hamming, sizeof(layout_linux_hamming)},
    {"linux-hamming-256", layout_linux_hamming_256, sizeof(layout_linux_hamming_256)},
    {"linux-hamming-512", layout_linux_hamming_512, sizeof(layout_linux_hamming_512)},
    {"linux-hamming-sm", layout_linux_hamming_sm, sizeof(layout_linux_hamming_sm)},
    {"linux-hamming-sm-small", layout_linux_hamming_sm_small, sizeof(layout_linux_hamming_sm_small)},
    {"linux-hamming-small", layout_linux_hamming_small, sizeof(layout_linux_hamming_small)},
    {"lpc32xx-mlc", layout_lpc32xx_mlc, sizeof(layout_lpc32xx_mlc)},
    {"lpc32xx-slc-small", layout_lpc32xx_slc_small, sizeof(layout_lpc32xx_slc_small)},
    {"marvell-nfcv2", layout_marvell_nfcv2, sizeof(layout_marvell_nfcv2)},
    {"marvell-nfcv2-bare", layout_marvell_nfcv2_bare, sizeof(layout_marvell_nfcv2_bare)},
    {"marvell-nfcv2-hamming", layout_marvell_nfcv2_hamming, sizeof(layout_marvell_nfcv2_hamming)},
    {"marvell-nfcv2-strong", layout_marvell_nfcv2_strong, sizeof(layout_marvell_nfcv2_strong)},
    {"mediatek", layout_mediatek, sizeof(layout_mediatek)},
    {"mediatek-scrambled", layout_mediatek_scrambled, sizeof(layout_mediatek_scrambled)},
    {"mediatek-small", layout_mediatek_small, sizeof(layout_mediatek_small)},
    {"mxc-v1", layout_mxc_v1, sizeof(layout_mxc_v1)},
    {"mxc-v2-4bit", layout_mxc_v2_4bit, sizeof(layout_mxc_v2_4bit)},
    {"mxc-v2-8bit", layout_mxc_v2_8bit, sizeof(layout_mxc_v2_8bit)},
    {"omap-bch16", layout_omap_bch16, sizeof(layout_omap_bch16)},
    {"omap-bch4", layout_omap_bch4, sizeof(layout_omap_bch4)},
    {"omap-bch4-sw", layout_omap_bch4_sw, sizeof(layout_omap_bch4_sw)},
    {"omap-bch8", layout_omap_bch8, sizeof(layout_omap_bch8)},
    {"omap-bch8-sw", layout_omap_bch8_sw, sizeof(layout_omap_bch8_sw)},
    {"omap-ham1", layout_omap_ham1, sizeof(layout_omap_ham1)},
    {"omap-ham1-x16", layout_omap_ham1_x16, sizeof(layout_omap_ham1_x16)},
    {"ondie-2k-64-1bit", layout_ondie_2k_64_1bit, sizeof(layout_ondie_2k_64_1bit)},
    {"ondie-am-2k-128", layout_ondie_am_2k_128, sizeof(layout_ondie_am_2k_128)},
    {"ondie-am-2k-64", layout_ondie_am_2k_64, sizeof(layout_ondie_am_2k_64)},
    {"ondie-ato", layout_ondie_ato, sizeof(layout_ondie_ato)},
    {"ondie-cs-4bits", layout_ondie_cs_4bits, sizeof(layout_ondie_cs_4bits)},
    {"ondie-cs-8bits", layout_ondie_cs_8bits, sizeof(layout_ondie_cs_8bits)},
    {"ondie-dosilicon", layout_ondie_dosilicon, sizeof(layout_ondie_dosilicon)},
    {"ondie-esmt", layout_ondie_esmt, sizeof(layout_ondie_esmt)},
    {"ondie-etron-2k-120", layout_ondie_etron_2k_120, sizeof(layout_ondie_etron_2k_120)},
    {"ondie-etron-2k-128", layout_ondie_etron_2k_128, sizeof(layout_ondie_etron_2k_128)},
    {"ondie-etron-2k-128-interleaving", layout_ondie_etron_2k_128_interleaving, sizeof(layout_ondie_etron_2k_128_interleaving)},
    {"ondie-etron-2k-128-interleaving-2", layout_ondie_etron_2k_128_interleaving_2, sizeof(layout_ondie_etron_2k_128_interleaving_2)},
    {"ondie-etron-2k-64", layout_ondie_etron_2k_64, sizeof(layout_ondie_etron_2k_64)},
    {"ondie-etron-2k-64-interleaving", layout_ondie_etron_2k_64_interleaving, sizeof(layout_ondie_etron_2k_64_interleaving)},
    {"ondie-etron-2k-64-interleaving-2", layout_ondie_etron_2k_64_interleaving_2, sizeof(layout_ondie_etron_2k_64_interleaving_2)},
    {"ondie-etron-2k-64-no-oob", layout_ondie_etron_2k_64_no_oob, sizeof(layout_ondie_etron_2k_64_no_oob)},
    {"ondie-etron-4k-240", layout_ondie_etron_4k_240, sizeof(layout_ondie_etron_4k_240)},
    {"ondie-etron-4k-256", layout_ondie_etron_4k_256, sizeof(layout_ondie_etron_4k_256)},
    {"ondie-etron-4k-256-interleaving", layout_ondie_etron_4k_256_interleaving, sizeof(layout_ondie_etron_4k_256_interleaving)},
    {"ondie-gd-4bit", layout_ondie_gd_4bit, sizeof(layout_ondie_gd_4bit)},
    {"ondie-gd-4k-8bit-sr-3bits", layout_ondie_gd_4k_8bit_sr_3bits, sizeof(layout_ondie_gd_4k_8bit_sr_3bits)},
    {"ondie-gd-4k-8bit-sr2-2bits", layout_ondie_gd_4k_8bit_sr2_2bits, sizeof(layout_ondie_gd_4k_8bit_sr2_2bits)},
    {"ondie-gd-8bit-sr-2bits", layout_ondie_gd_8bit_sr_2bits, sizeof(layout_ondie_gd_8bit_sr_2bits)},
    {"ondie-gd-8bit-sr-3bits", layout_ondie_gd_8bit_sr_3bits, sizeof(layout_ondie_gd_8bit_sr_3bits)},
    {"ondie-gd-8bit-sr2-2bits", layout_ondie_gd_8bit_sr2_2bits, sizeof(layout_ondie_gd_8bit_sr2_2bits)},
    {"ondie-heyangtek-2k", layout_ondie_heyangtek_2k, sizeof(layout_ondie_heyangtek_2k)},
    {"ondie-heyangtek-4bits", layout_ondie_heyangtek_4bits, sizeof(layout_ondie_heyangtek_4bits)},
    {"ondie-heyangtek-4k", layout_ondie_heyangtek_4k, sizeof(layout_ondie_heyangtek_4k)},
    {"ondie-mt-2k-8bits", layout_ondie_mt_2k_8bits, sizeof(layout_ondie_mt_2k_8bits)},
    {"ondie-mt-4k-8bits", layout_ondie_mt_4k_8bits, sizeof(layout_ondie_mt_4k_8bits)},
    {"ondie-mxic-2k-8bit", layout_ondie_mxic_2k_8bit, sizeof(layout_ondie_mxic_2k_8bit)},
    {"ondie-mxic-4k-8bit", layout_ondie_mxic_4k_8bit, sizeof(layout_ondie_mxic_4k_8bit)},
    {"ondie-paragon", layout_ondie_paragon, sizeof(layout_ondie_paragon)},
    {"ondie-toshiba-2k", layout_ondie_toshiba_2k, sizeof(layout_ondie_toshiba_2k)},
    {"ondie-toshiba-4k", layout_ondie_toshiba_4k, sizeof(layout_ondie_toshiba_4k)},
    {"ondie-w25n01kv", layout_ondie_w25n01kv, sizeof(layout_ondie_w25n01kv)},
    {"ondie-w25nxxjw", layout_ondie_w25nxxjw, sizeof(layout_ondie_w25nxxjw)},
    {"ondie-w25nxxk-8bit", layout_ondie_w25nxxk_8bit, sizeof(layout_ondie_w25nxxk_8bit)},
    {"ondie-xt26g01c", layout_ondie_xt26g01c, sizeof(layout_ondie_xt26g01c)},
    {"ondie-xt26q01d", layout_ondie_xt26q01d, sizeof(layout_ondie_xt26q01d)},
    {"ondie-xtx", layout_ondie_xtx, sizeof(layout_ondie_xtx)},
    {"ondie-zd35q1gc", layout_ondie_zd35q1gc, sizeof(layout_ondie_zd35q1gc)},
    {"onenand", layout_onenand, sizeof(layout_onenand)},
    {"onenand-4k", layout_onenand_4k, sizeof(layout_onenand_4k)},
    {"qnx-ti-bch4", layout_qnx_ti_bch4, sizeof(layout_qnx_ti_bch4)},
    {"qualcomm-bch4", layout_qualcomm_bch4, sizeof(layout_qualcomm_bch4)},
    {"qualcomm-bch8", layout_qualcomm_bch8, sizeof(layout_qualcomm_bch8)},
    {"qualcomm-rs", layout_qualcomm_rs, sizeof(layout_qualcomm_rs)},
    {"qualcomm-sbl-bch4", layout_qualcomm_sbl_bch4, sizeof(layout_qualcomm_sbl_bch4)},
    {"qualcomm-sbl-bch8", layout_qualcomm_sbl_bch8, sizeof(layout_qualcomm_sbl_bch8)},
    {"qualcomm-sbl-rs", layout_qualcomm_sbl_rs, sizeof(layout_qualcomm_sbl_rs)},
    {"ralink-rt3052", layout_ralink_rt3052, sizeof(layout_ralink_rt3052)},
    {"realtek-rtl9300", layout_realtek_rtl9300, sizeof(layout_realtek_rtl9300)},
    {"renesas-rzn1", layout_renesas_rzn1, sizeof(layout_renesas_rzn1)},
    {"rockchip", layout_rockchip, sizeof(layout_rockchip)},
    {"s3c-hamming", layout_s3c_hamming, sizeof(layout_s3c_hamming)},
    {"sh-flctl", layout_sh_flctl, sizeof(layout_sh_flctl)},
    {"stm32-fmc2", layout_stm32_fmc2, sizeof(layout_stm32_fmc2)},
    {"tegra", layout_tegra, sizeof(layout_tegra)},
    {"vf610", layout_vf610, sizeof(layout_vf610)},
    {"wii", layout_wii, sizeof(layout_wii)},
    {"xbox360", layout_xbox360, sizeof(layout_xbox360)},
    {"zynq-pl35x", layout_zynq_pl35x, sizeof(layout_zynq_pl35x)},
};
